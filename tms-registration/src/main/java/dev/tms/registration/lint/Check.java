package dev.tms.registration.lint;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import dev.tms.registration.report.Rule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A rule with what it looks at, and how it is fixed. */
record Check(
    Rule rule, BiConsumer<Registration, Spots> look, @Nullable UnaryOperator<Registration> fix) {
  /** The texts of all rules. */
  static final Map<String, Rule> TABLE = Rule.table(Check.class, "rules.md");

  static Draft<ClientRegistration> client(String id) {
    return new Draft<>(ClientRegistration.class, id, null);
  }

  static <R extends Registration> Draft<R> any(Class<R> type, String id) {
    return new Draft<>(type, id, null);
  }

  /** A rule that does not look at anything yet. */
  record Draft<R extends Registration>(Class<R> type, String id, @Nullable UnaryOperator<R> fix) {
    Draft<R> fixedBy(UnaryOperator<R> change) {
      return new Draft<>(type, id, change);
    }

    Check looks(BiConsumer<R, Spots> look) {
      Rule rule = Optional.ofNullable(TABLE.get(id)).orElseThrow();
      UnaryOperator<R> change = fix;
      return new Check(
          rule,
          (registration, spots) -> {
            if (type.isInstance(registration)) {
              look.accept(type.cast(registration), spots);
            }
          },
          change == null ? null : one -> type.isInstance(one) ? change.apply(type.cast(one)) : one);
    }

    /** It is broken at this property where the condition holds. */
    Check at(Property<?> property, Predicate<R> broken) {
      return looks(
          (registration, spots) -> {
            if (broken.test(registration)) {
              spots.at(property, spots.rule().title());
            }
          });
    }

    /** It is broken at each item of the list for which the condition holds. */
    <T> Check each(Property<List<T>> list, Predicate<T> broken, Function<T, String> message) {
      return looks(
          (registration, spots) ->
              spots.each(list, ((Described<?>) registration).get(list), broken, message));
    }

    /** It is broken at this member of each secret for which the condition holds. */
    Check eachSecret(
        Property<?> member,
        BiPredicate<ClientSecret, Spots> broken,
        Function<ClientSecret, String> message) {
      return looks(
          (registration, spots) -> {
            List<ClientSecret> secrets = SecretRules.of(registration);
            for (int i = 0; i < secrets.size(); i++) {
              ClientSecret secret = secrets.get(i);
              if (broken.test(secret, spots)) {
                spots.inside(
                    SecretRules.property(registration),
                    i,
                    secret.writtenName(member),
                    message.apply(secret));
              }
            }
          });
    }
  }
}
