package dev.tms.outbound;

/**
 * Why there is no complete answer.
 *
 * @param kind what went wrong
 * @param detail a sentence for operators, without anything secret
 */
public record SendFailure(Kind kind, String detail) implements SendOutcome {
  /** What went wrong. */
  public enum Kind {
    /** The connection was never made: the other server has not seen the request. */
    NOT_CONNECTED,
    /** The time for the call ran out after the request may have been sent. */
    TIMED_OUT,
    /** The connection broke after the request may have been sent. */
    DROPPED,
    /** The answer was larger than allowed. */
    TOO_LARGE,
    /** Too many calls at once: not sent. */
    BUSY
  }

  /** Whether the other server cannot have seen the request. */
  public boolean neverSent() {
    return kind == Kind.NOT_CONNECTED || kind == Kind.BUSY;
  }
}
