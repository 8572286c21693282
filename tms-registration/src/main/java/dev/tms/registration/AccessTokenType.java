package dev.tms.registration;

/** The form of access tokens. */
public enum AccessTokenType implements Numbered {
  /** A signed JWT (RFC 9068), checked without asking the provider. */
  JWT(0, "Jwt"),
  /** An opaque text, to be introspected (RFC 7662). */
  REFERENCE(1, "Reference");

  private final int number;
  private final String wireName;

  AccessTokenType(int number, String wireName) {
    this.number = number;
    this.wireName = wireName;
  }

  @Override
  public int number() {
    return number;
  }

  @Override
  public String wireName() {
    return wireName;
  }
}
