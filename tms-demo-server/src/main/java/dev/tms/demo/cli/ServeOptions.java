package dev.tms.demo.cli;

import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.demo.cli.client.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

final class ServeOptions {
  static final int DEMO_PORT = 7182;

  private static final String METRICS_SETTING = "TMS_Server__Metrics";

  @ArgGroup private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "configuration file, JSON with comments")
    private @Nullable Path config;

    @Option(
        names = "--port",
        paramLabel = "PORT",
        description = "port of the demonstration on localhost (default: " + DEMO_PORT + ")",
        converter = Port.class)
    private @Nullable Integer port;
  }

  @Option(
      names = "--metrics",
      paramLabel = "WHO",
      description =
          "who may read /metrics, instead of Server.Metrics: ${COMPLETION-CANDIDATES} (auto: the"
              + " management port, or this machine alone)")
  private ServerSettings.@Nullable Metrics metrics;

  @Option(
      names = "--trace",
      description =
          "writes every exchange with the provider to standard error, secrets and claims masked;"
              + " not for production")
  private boolean trace;

  static final class Port implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String value) {
      try {
        int port = Integer.parseInt(value);
        if (port >= 1 && port <= 65_535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // reported below
      }
      throw new TypeConversionException("'" + value + "' is not a port from 1 to 65535");
    }
  }

  ServeOptions and(ServeOptions before) {
    boolean chosenBefore = before.choice.config != null || before.choice.port != null;
    boolean chosen = choice.config != null || choice.port != null;
    if ((chosenBefore && chosen) || (before.metrics != null && metrics != null)) {
      throw CommandFailure.invalid(
          "An option stands before 'serve' and after it. Write it once; --config and --port exclude"
              + " each other.");
    }
    ServeOptions both = new ServeOptions();
    both.choice = chosenBefore ? before.choice : choice;
    both.metrics = before.metrics != null ? before.metrics : metrics;
    both.trace = before.trace || trace;
    return both;
  }

  Serving start(Map<String, String> environment, PrintWriter err) throws Exception {
    Consumer<String> output = trace ? LogLine.trace(err, InstantSource.system()) : null;
    Path config = choice.config;
    Integer port = choice.port;
    if (config == null) {
      requireDemonstration();
      return Serving.demo(port == null ? DEMO_PORT : port, metrics, output);
    }
    Map<String, String> settings = new HashMap<>(environment);
    if (metrics != null) {
      settings.keySet().removeIf(METRICS_SETTING::equalsIgnoreCase);
      settings.put(METRICS_SETTING, metrics.name().toLowerCase(Locale.ROOT));
    }
    return Serving.configured(config, settings, err, output);
  }

  /** A build without the demonstration has no test provider. */
  private static void requireDemonstration() {
    try {
      Class.forName("dev.tms.testkit.TestProvider", false, ServeOptions.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw CommandFailure.invalid(
          "This program was built without the demonstration. Name a configuration: serve --config"
              + " FILE");
    }
  }
}
