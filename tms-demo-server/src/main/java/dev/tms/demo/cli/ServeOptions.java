package dev.tms.demo.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What is served. */
final class ServeOptions {
  static final int DEMO_PORT = 7182;

  @ArgGroup private Choice choice = new Choice();

  /** One of the two. */
  private static final class Choice {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "configuration file, JSON with comments")
    private @Nullable Path config;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "port of the demonstration on localhost (default: ${DEFAULT-VALUE})",
        defaultValue = "" + DEMO_PORT)
    private int port = DEMO_PORT;
  }

  Serving start(Map<String, String> environment, PrintWriter err) throws Exception {
    Path config = choice.config;
    return config == null
        ? Serving.demo(choice.port)
        : Serving.configured(config, environment, err);
  }
}
