package dev.tms.registration.doctor;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.TmsConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the service starts with a configuration. */
final class ConfigurationCheck {
  private static final Fault INVALID =
      Fault.error(
          Area.CONFIGURATION,
          "configuration-invalid",
          "the service does not start with it",
          "change the key that is named; docs/configuration.md lists every key");
  private static final Fault DOUBTFUL =
      Fault.warning(
          Area.CONFIGURATION,
          "configuration-doubtful",
          "it weakens the service, or has no effect",
          "change the key that is named, or leave it where that is what you want");
  private static final Fault NOTICE =
      Fault.note(
          Area.CONFIGURATION,
          "configuration-notice",
          "operators should know it",
          "nothing, where that is meant so");
  static final List<Fault> FAULTS = List.of(INVALID, DOUBTFUL, NOTICE);

  private ConfigurationCheck() {}

  /** The configuration; empty, with what is wrong told to the patient, where it is not sound. */
  static Optional<TmsConfiguration> load(
      Path file, Map<String, String> environment, Patient patient) {
    try {
      TmsConfiguration configuration = TmsConfiguration.load(file, environment);
      configuration.warnings().forEach(warning -> patient.find(DOUBTFUL, warning));
      configuration.notices().forEach(notice -> patient.find(NOTICE, notice));
      return Optional.of(configuration);
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> patient.find(INVALID, problem.toString()));
      return Optional.empty();
    }
  }
}
