package dev.tms.demo.server;

/** The server's keys for TLS cannot be used; the message says which file and why. */
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean password;

  TlsException(String reason, boolean password) {
    super(reason);
    this.password = password;
  }

  /** Whether it is the password that is wrong. */
  public boolean isPassword() {
    return password;
  }
}
