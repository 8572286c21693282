package dev.tms.demo.cli.client;

/** Ends a command. Contains no secrets. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static CommandFailure failed(String message) {
    return new CommandFailure(1, message);
  }

  /** Nothing was done, because the input is invalid. */
  public static CommandFailure invalid(String message) {
    return new CommandFailure(2, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
