package dev.tms.registration;

import java.util.Locale;

/** How the names of members begin. */
public enum Spelling {
  /** {@code clientId}, as in REST interfaces. */
  CAMEL,
  /** {@code ClientId}, as in import and export packages. */
  PASCAL;

  /** The name with its first letter in this spelling. */
  public String of(String name) {
    if (name.isEmpty()) {
      return name;
    }
    String first = name.substring(0, 1);
    return (this == CAMEL ? first.toLowerCase(Locale.ROOT) : first.toUpperCase(Locale.ROOT))
        + name.substring(1);
  }

  /** The spelling of this name. */
  static Spelling ofName(String name) {
    return !name.isEmpty() && Character.isUpperCase(name.charAt(0)) ? PASCAL : CAMEL;
  }
}
