package dev.tms.demo.server;

/** A port cannot be listened on. */
public final class PortTakenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean management;

  PortTakenException(boolean management, String host, int port, String reason) {
    super("cannot listen on port " + port + " of " + host + ": " + reason);
    this.management = management;
  }

  /** The same, with what to do about it. */
  public PortTakenException(PortTakenException same, String advice) {
    super(same.getMessage() + "; " + advice, same);
    this.management = same.management;
  }

  /** Whether it is the management port. */
  public boolean isManagement() {
    return management;
  }
}
