package dev.tms.http;

/** When browsers send a cookie with cross-site requests (RFC 6265bis section 5.6.7). */
public enum SameSite {
  /** Never with cross-site requests, not even when a link is followed. */
  STRICT("Strict"),
  /** Only with cross-site top-level navigations by GET. */
  LAX("Lax"),
  /** Always; requires https. */
  NONE("None");

  private final String attribute;

  SameSite(String attribute) {
    this.attribute = attribute;
  }

  /** The value of the cookie attribute. */
  public String attribute() {
    return attribute;
  }
}
