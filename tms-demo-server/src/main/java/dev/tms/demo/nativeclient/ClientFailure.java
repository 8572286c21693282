package dev.tms.demo.nativeclient;

/** Reports a failed step; the message is for users. */
public final class ClientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ClientFailure(String reason) {
    super(reason);
  }
}
