package dev.tms.seal;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;

/**
 * The keys cannot be used, or not be changed as asked. The message says which file, what is wrong
 * with it and what to do; it holds no key and no passphrase.
 */
public final class InvalidKeysException extends TmsException {
  private static final long serialVersionUID = 1L;

  InvalidKeysException(String message) {
    super(ErrorCode.INTERNAL_ERROR, message);
  }
}
