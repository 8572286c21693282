package dev.tms.demo.cli.client;

import dev.tms.registration.NewSecret;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a secret is made and shown. */
final class NewSecretOptions {
  private static final int MAX_DAYS = 3650;

  @Option(
      names = "--secret-days",
      paramLabel = "DAYS",
      description = "how long a new secret works, 1 to " + MAX_DAYS + " (default: 365)")
  private int days = 365;

  @Option(
      names = "--secret-output",
      paramLabel = "FILE",
      description =
          "writes a new secret to this file, which must not exist, for its owner alone;"
              + " else it is shown on standard error")
  private @Nullable Path file;

  /** Makes one; {@link #show} must follow. */
  NewSecret make(String description, Surroundings around) {
    if (days < 1 || days > MAX_DAYS) {
      throw CommandFailure.invalid("--secret-days must be 1 to " + MAX_DAYS);
    }
    Output.check(file);
    return NewSecret.generate(description, Duration.ofDays(days), around.clock(), around.random());
  }

  void show(NewSecret secret, PrintWriter err) {
    Output.show(secret.takeClear(), file, err);
  }
}
