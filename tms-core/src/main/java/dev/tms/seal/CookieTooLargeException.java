package dev.tms.seal;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;

/** A sealed value does not fit into the cookies it may take. */
public final class CookieTooLargeException extends TmsException {
  private static final long serialVersionUID = 1L;

  private final int needed;
  private final int available;

  CookieTooLargeException(String name, int needed, int available) {
    super(
        ErrorCode.SESSION_TOO_LARGE,
        "the value of cookie "
            + name
            + " needs "
            + needed
            + " characters sealed, and there is room for "
            + available);
    this.needed = needed;
    this.available = available;
  }

  /** Characters that the sealed value needs. */
  public int needed() {
    return needed;
  }

  /** Characters that there is room for. */
  public int available() {
    return available;
  }
}
