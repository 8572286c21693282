package dev.tms.registration.lint;

import dev.tms.registration.document.RegistrationDocument;

/**
 * A document that breaks a rule, and one beside it that does not.
 *
 * @param rule id of the rule
 * @param path where it is broken
 */
record Case(String rule, String path, RegistrationDocument broken, RegistrationDocument sound) {
  /** A client that is spoiled. */
  static Case on(String base, String rule, String path, String broken, String sound) {
    return new Case(rule, "$." + path, Bases.client(base, broken), Bases.client(base, sound));
  }

  /** Whole documents. */
  static Case in(String rule, String path, String broken, String sound) {
    return new Case(rule, path, Bases.document(broken), Bases.document(sound));
  }

  @Override
  public String toString() {
    return rule + " " + path;
  }
}
