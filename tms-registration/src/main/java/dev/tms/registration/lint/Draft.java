package dev.tms.registration.lint;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import dev.tms.registration.lint.Rule.Check;
import dev.tms.registration.lint.Rule.Fix;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A rule in the making: what it says first, then what it looks at. */
final class Draft<R extends Registration> {
  private final Class<R> type;
  private final String id;
  private final Severity severity;
  private String title = "";
  private String why = "";
  private String reference = "";
  private String advice = "";
  private @Nullable Fix<R> fix;

  private Draft(Class<R> type, String id, Severity severity) {
    this.type = type;
    this.id = id;
    this.severity = severity;
  }

  /** A rule about clients. */
  static Draft<ClientRegistration> client(String id, Severity severity) {
    return new Draft<>(ClientRegistration.class, id, severity);
  }

  /** A rule about API resources. */
  static Draft<ApiResource> resource(String id, Severity severity) {
    return new Draft<>(ApiResource.class, id, severity);
  }

  /** A rule about identity resources. */
  static Draft<IdentityResource> identity(String id, Severity severity) {
    return new Draft<>(IdentityResource.class, id, severity);
  }

  /** A rule about everything. */
  static Draft<Registration> any(String id, Severity severity) {
    return new Draft<>(Registration.class, id, severity);
  }

  Draft<R> says(String whatIsWrong) {
    title = whatIsWrong;
    return this;
  }

  Draft<R> because(String itMatters, String section) {
    why = itMatters;
    reference = section;
    return this;
  }

  Draft<R> advice(String whatToDo) {
    advice = whatToDo;
    return this;
  }

  Draft<R> fixedBy(UnaryOperator<R> change) {
    return fixed((registration, spots) -> change.apply(registration));
  }

  Draft<R> fixed(Fix<R> change) {
    fix = change;
    return this;
  }

  /** The rule is broken at this property where the condition holds. */
  Rule at(Property<?> property, Predicate<R> condition) {
    return looks(
        (registration, spots) -> {
          if (condition.test(registration)) {
            spots.at(property, title);
          }
        });
  }

  /** The rule is broken at each item of the list for which the condition holds. */
  <T> Rule each(Property<List<T>> list, Predicate<T> broken, Function<T, String> message) {
    return each(list, (item, spots) -> broken.test(item), (item, spots) -> message.apply(item));
  }

  /** As above, with what the document and the options say beside the item. */
  <T> Rule each(
      Property<List<T>> list, BiPredicate<T, Spots> broken, BiFunction<T, Spots, String> message) {
    return looks(
        (registration, spots) ->
            spots.each(
                list,
                ((Described<?>) registration).get(list),
                item -> broken.test(item, spots),
                item -> message.apply(item, spots)));
  }

  /** The rule is broken at this member of each secret for which the condition holds. */
  Rule eachSecret(Property<?> member, Predicate<ClientSecret> broken, String message) {
    return eachSecret(member, (secret, spots) -> broken.test(secret), secret -> message);
  }

  /** As above, with the time and the options beside the secret. */
  Rule eachSecret(
      Property<?> member,
      BiPredicate<ClientSecret, Spots> broken,
      Function<ClientSecret, String> message) {
    return looks(
        (registration, spots) -> {
          List<ClientSecret> secrets = Secrets.of(registration);
          for (int i = 0; i < secrets.size(); i++) {
            ClientSecret secret = secrets.get(i);
            if (broken.test(secret, spots)) {
              spots.inside(
                  Secrets.property(registration), i, secret, member, message.apply(secret));
            }
          }
        });
  }

  Rule looks(Check<R> check) {
    Fix<R> change = fix;
    return new Rule(
        id,
        severity,
        title,
        why,
        reference,
        advice,
        (registration, spots) -> {
          if (type.isInstance(registration)) {
            check.look(type.cast(registration), spots);
          }
        },
        change == null
            ? null
            : (registration, spots) ->
                type.isInstance(registration)
                    ? change.apply(type.cast(registration), spots)
                    : registration);
  }
}
