package dev.tms.registration.lint;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Printable;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter.LintOptions;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

record Check(
    Rule rule, BiConsumer<Registration, Spots> look, @Nullable UnaryOperator<Registration> fix) {
  static final Map<String, Rule> TABLE = Rule.table(Check.class, "rules.md");

  private static final int LONGEST = 120; // characters of a quoted value

  static Draft<ClientRegistration> client(String id) {
    return new Draft<>(
        one -> one instanceof ClientRegistration client ? Optional.of(client) : Optional.empty(),
        id,
        null);
  }

  static Draft<Resource> resource(RegistrationKind kind, String id) {
    return new Draft<>(
        one ->
            one instanceof Resource resource && resource.kind() == kind
                ? Optional.of(resource)
                : Optional.empty(),
        id,
        null);
  }

  static Draft<Registration> any(String id) {
    return new Draft<>(Optional::of, id, null);
  }

  record Draft<R extends Registration>(
      Function<Registration, Optional<R>> about, String id, @Nullable UnaryOperator<R> fix) {
    Draft<R> fixedBy(UnaryOperator<R> change) {
      return new Draft<>(about, id, change);
    }

    Check looks(BiConsumer<R, Spots> look) {
      Rule rule = Optional.ofNullable(TABLE.get(id)).orElseThrow();
      UnaryOperator<R> change = fix;
      return new Check(
          rule,
          (registration, spots) ->
              about.apply(registration).ifPresent(one -> look.accept(one, spots)),
          change == null ? null : one -> about.apply(one).<Registration>map(change).orElse(one));
    }

    Check at(Property<?> property, Predicate<R> broken) {
      return looks(
          (registration, spots) -> {
            if (broken.test(registration)) {
              spots.at(property, spots.rule().title());
            }
          });
    }

    <T> Check each(Property<List<T>> list, Predicate<T> broken, Function<T, String> message) {
      return looks(
          (registration, spots) ->
              spots.each(list, ((Described<?>) registration).get(list), broken, message));
    }

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

  /** Collects the findings of a rule in one registration. */
  record Spots(
      Rule rule,
      Registration registration,
      String path,
      RegistrationDocument document,
      Knowledge knowledge,
      LintOptions options,
      Instant now,
      List<Finding> findings) {

    private void add(String at, String message) {
      String subject = registration.kind() + " " + quote(registration.name());
      findings.add(Finding.in(rule, subject, at, message, document.position(at).orElse(null)));
    }

    void here(String message) {
      add(path, message);
    }

    void at(Property<?> property, String message) {
      add(pathOf(property), message);
    }

    <T> void each(
        Property<List<T>> list, List<T> items, Predicate<T> broken, Function<T, String> message) {
      for (int i = 0; i < items.size(); i++) {
        if (broken.test(items.get(i))) {
          add(JsonPath.item(pathOf(list), i), message.apply(items.get(i)));
        }
      }
    }

    void inside(Property<?> list, int index, String member, String message) {
      add(JsonPath.member(JsonPath.item(pathOf(list), index), member), message);
    }

    void member(String name, String message) {
      add(JsonPath.member(path, name), message);
    }

    private String pathOf(Property<?> property) {
      return JsonPath.member(path, ((Described<?>) registration).writtenName(property));
    }
  }

  static String quote(RegisteredUri uri) {
    return quote(uri.text().replaceAll("//[^/?#]*@", "//…@"));
  }

  /** Quotes a value: short, safe to print, and without user information. */
  static String quote(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Printable.isSafe(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
  }
}
