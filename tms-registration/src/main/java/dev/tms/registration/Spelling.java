package dev.tms.registration;

/** The spelling of member names. */
public enum Spelling {
  /** {@code clientId}, as in REST APIs. */
  CAMEL,
  /** {@code ClientId}, as in import and export packages. */
  PASCAL;

  /** Changes the first letter to this spelling, if it is A to Z. */
  public String of(String name) {
    char first = name.isEmpty() ? ' ' : name.charAt(0);
    // only A to Z, because other letters may not convert back
    if (this == CAMEL && 'A' <= first && first <= 'Z') {
      return (char) (first - 'A' + 'a') + name.substring(1);
    }
    return this == PASCAL && 'a' <= first && first <= 'z'
        ? (char) (first - 'a' + 'A') + name.substring(1)
        : name;
  }

  static Spelling ofName(String name) {
    return !name.isEmpty() && Character.isUpperCase(name.charAt(0)) ? PASCAL : CAMEL;
  }
}
