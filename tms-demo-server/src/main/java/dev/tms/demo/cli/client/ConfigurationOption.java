package dev.tms.demo.cli.client;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.remote.RemoteCalls;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The service's configuration, which says how a provider is reached. */
final class ConfigurationOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "the service's configuration file: calls use its Client.Proxy and"
              + " Client.TrustedCertificates")
  private @Nullable Path config;

  /** What the file says; null where none is given. */
  @Nullable TmsConfiguration load(Surroundings around) {
    return config == null ? null : TmsConfiguration.load(config, around.environment());
  }

  /** How every command calls a provider. */
  RemoteCalls calls(Surroundings around) {
    TmsConfiguration configuration = load(around);
    return configuration == null
        ? RemoteCalls.standard()
        : RemoteCalls.through(configuration.network());
  }
}
