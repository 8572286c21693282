package dev.tms.store;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;

/** The store did not answer in time. A write that fails with this may still have taken effect. */
public final class StoreUnavailableException extends TmsException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message for operators. */
  public StoreUnavailableException(String message) {
    super(ErrorCode.STORE_UNAVAILABLE, message);
  }
}
