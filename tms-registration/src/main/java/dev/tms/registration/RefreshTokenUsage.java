package dev.tms.registration;

/** Whether a refresh gives a new refresh token. */
public enum RefreshTokenUsage implements Numbered {
  /** The refresh token stays the same. */
  REUSE(0, "ReUse"),
  /** Every refresh gives a new one, and the old one is spent. */
  ONE_TIME_ONLY(1, "OneTimeOnly");

  private final int number;
  private final String wireName;

  RefreshTokenUsage(int number, String wireName) {
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
