package dev.tms.demo.nativeclient;

/** Reports a failed step; the message is for users. */
public final class ClientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;

  ClientFailure(String reason) {
    this(reason, "");
  }

  /** The advice names options of {@code native-client}. */
  ClientFailure(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** The reason and what to change at the command line. */
  public String withAdvice() {
    return advice.isEmpty() ? getMessage() + "" : getMessage() + "; " + advice;
  }
}
