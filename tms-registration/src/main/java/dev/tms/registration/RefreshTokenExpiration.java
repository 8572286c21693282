package dev.tms.registration;

/** How a refresh token expires. */
public enum RefreshTokenExpiration implements Numbered {
  /** Each use extends its life, up to the absolute lifetime. */
  SLIDING(0, "Sliding"),
  /** It lives for the absolute lifetime, whatever happens. */
  ABSOLUTE(1, "Absolute");

  private final int number;
  private final String wireName;

  RefreshTokenExpiration(int number, String wireName) {
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
