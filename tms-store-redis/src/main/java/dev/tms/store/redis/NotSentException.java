package dev.tms.store.redis;

/** The command never left this node: nothing was done, and another node may be tried. */
final class NotSentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotSentException(String reason) {
    super(reason);
  }
}
