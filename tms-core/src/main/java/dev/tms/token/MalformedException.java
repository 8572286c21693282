package dev.tms.token;

/**
 * Compact bytes that are damaged, of an unknown form, or larger than allowed. An expected outcome
 * of reading what came from outside, so it has no stack trace and says nothing about the content.
 */
public final class MalformedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** With a reason that quotes nothing. */
  public MalformedException(String reason) {
    super(reason);
  }

  /** None is taken: it is thrown for whatever a client sends. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
