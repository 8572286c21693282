package dev.tms.registration;

/** How the names of members begin. */
public enum Spelling {
  /** {@code clientId}, as in REST interfaces. */
  CAMEL,
  /** {@code ClientId}, as in import and export packages. */
  PASCAL;

  /** The name with its first letter in this spelling, if that is one of A to Z. */
  public String of(String name) {
    char first = name.isEmpty() ? ' ' : name.charAt(0);
    // beyond A to Z not every letter has a way back
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
