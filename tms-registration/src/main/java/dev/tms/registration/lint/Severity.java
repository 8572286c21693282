package dev.tms.registration.lint;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
  /** It does not work, or is unsafe. */
  ERROR,
  /** It works, and is weaker or more fragile than it should be. */
  WARNING,
  /** Worth knowing. */
  NOTE;

  /** In lower case, which is also SARIF's level. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
