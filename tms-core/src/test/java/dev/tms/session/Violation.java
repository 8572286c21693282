package dev.tms.session;

/** What must not happen, and did. */
record Violation(Rule rule, String detail) {
  @Override
  public String toString() {
    return rule + ": " + rule.text + "\n    " + detail;
  }
}
