package dev.tms.store;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;

/** The store could not be reached in time. A write that failed so may have happened anyway. */
public final class StoreUnavailableException extends TmsException {
  private static final long serialVersionUID = 1L;

  /** With a message for operators. */
  public StoreUnavailableException(String message) {
    super(ErrorCode.STORE_UNAVAILABLE, message);
  }
}
