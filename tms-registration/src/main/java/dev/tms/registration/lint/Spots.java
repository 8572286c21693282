package dev.tms.registration.lint;

import dev.tms.registration.Described;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.report.Finding;
import dev.tms.registration.report.Rule;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Where a rule is broken in one registration, and what the rule may know beside it. */
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
    String subject = registration.kind() + " " + Texts.quote(registration.name());
    findings.add(Finding.in(rule, subject, at, message, document.position(at).orElse(null)));
  }

  void here(String message) {
    add(path, message);
  }

  void at(Property<?> property, String message) {
    add(pathOf(property), message);
  }

  /** Reports each item that the condition holds for. */
  <T> void each(
      Property<List<T>> list, List<T> items, Predicate<T> broken, Function<T, String> message) {
    for (int i = 0; i < items.size(); i++) {
      if (broken.test(items.get(i))) {
        add(JsonPath.item(pathOf(list), i), message.apply(items.get(i)));
      }
    }
  }

  /** A member of the object at this place of a list. */
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
