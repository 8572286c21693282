package dev.tms.registration.lint;

import dev.tms.registration.Registration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something that can be wrong with a registration. Immutable and thread-safe. */
public final class Rule {
  /** Says where a registration breaks the rule. */
  @FunctionalInterface
  interface Check<R extends Registration> {
    void look(R registration, Spots spots);
  }

  /** Fixes a registration. */
  @FunctionalInterface
  interface Fix<R extends Registration> {
    R apply(R registration, Spots spots);
  }

  private final String id;
  private final Severity severity;
  private final String title;
  private final String why;
  private final String reference;
  private final String advice;
  private final Check<Registration> check;
  private final @Nullable Fix<Registration> fix;

  Rule(
      String id,
      Severity severity,
      String title,
      String why,
      String reference,
      String advice,
      Check<Registration> check,
      @Nullable Fix<Registration> fix) {
    this.id = id;
    this.severity = severity;
    this.title = title;
    this.why = why;
    this.reference = reference;
    this.advice = advice;
    this.check = check;
    this.fix = fix;
  }

  /** Its name, for example {@code code-without-pkce}. Never changes. */
  public String id() {
    return id;
  }

  /** How much it matters. */
  public Severity severity() {
    return severity;
  }

  /** What is wrong. */
  public String title() {
    return title;
  }

  /** Why it matters. */
  public String why() {
    return why;
  }

  /** The section that it rests on, or whose practice it is. */
  public String reference() {
    return reference;
  }

  /** What to do about it. */
  public String advice() {
    return advice;
  }

  /** Whether {@link Linter#fix} fixes it. */
  public boolean isFixable() {
    return fix != null;
  }

  void look(Registration registration, Spots spots) {
    check.look(registration, spots);
  }

  Optional<Fix<Registration>> fix() {
    return Optional.ofNullable(fix);
  }

  @Override
  public String toString() {
    return id;
  }
}
