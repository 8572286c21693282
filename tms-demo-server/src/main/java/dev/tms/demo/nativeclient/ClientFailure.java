package dev.tms.demo.nativeclient;

/** A step did not go as it must; the message says why, in words for its user. */
public final class ClientFailure extends Exception {
  private static final long serialVersionUID = 1L;

  ClientFailure(String reason) {
    super(reason);
  }
}
