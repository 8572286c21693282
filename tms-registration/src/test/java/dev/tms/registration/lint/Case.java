package dev.tms.registration.lint;

import dev.tms.registration.document.RegistrationDocument;

/**
 * A document that breaks a rule, and one beside it that does not.
 *
 * @param rule id of the rule
 * @param path where it is broken
 */
record Case(String rule, String path, RegistrationDocument broken, RegistrationDocument sound) {
  @Override
  public String toString() {
    return rule + " " + path;
  }
}
