package dev.tms.http;

/**
 * When a browser sends a cookie along with requests from other sites (RFC 6265bis section 5.6.7).
 */
public enum SameSite {
  /** Never from other sites, not even when a link is followed. */
  STRICT("Strict"),
  /** From other sites only with top-level navigations by GET. */
  LAX("Lax"),
  /** Always; needs https. */
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
