package dev.tms.demo.cli.client;

/** Ends a command with lines for standard error and an exit code. Contains no secrets. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command could not be completed. */
  static CommandFailure failed(String message) {
    return new CommandFailure(1, message);
  }

  /** The input is invalid; nothing was done. */
  public static CommandFailure invalid(String message) {
    return new CommandFailure(2, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
