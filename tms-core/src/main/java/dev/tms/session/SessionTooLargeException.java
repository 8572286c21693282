package dev.tms.session;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;

/**
 * A session does not fit into its cookies or store entry. The message names the largest part, its
 * size and the remedy.
 */
public final class SessionTooLargeException extends TmsException {
  private static final long serialVersionUID = 1L;

  SessionTooLargeException(String message) {
    super(ErrorCode.SESSION_TOO_LARGE, message);
  }
}
