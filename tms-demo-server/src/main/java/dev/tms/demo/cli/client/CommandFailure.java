package dev.tms.demo.cli.client;

/** Why a command ended early: lines for standard error, and an exit code. No secrets. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  private CommandFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** It could not be done. */
  static CommandFailure failed(String message) {
    return new CommandFailure(1, message);
  }

  /** What was given cannot be worked with; nothing was done. */
  public static CommandFailure invalid(String message) {
    return new CommandFailure(2, message);
  }

  public int exitCode() {
    return exitCode;
  }
}
