package dev.tms.registration.doctor;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.ExpectedRegistration;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.report.Rule;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Whether the service starts with a configuration. */
final class ConfigurationCheck {
  private static final Rule INVALID = Faults.named("configuration-invalid");
  private static final Rule DOUBTFUL = Faults.named("configuration-doubtful");
  private static final Rule NOTICE = Faults.named("configuration-notice");
  private static final Rule ENCODED = Faults.named("secret-needs-encoding");
  private static final String THIRD_PARTY = "Session.SameSite: is None";

  private ConfigurationCheck() {}

  /** The configuration; empty, with what is wrong told to the patient, where it is not sound. */
  static Optional<TmsConfiguration> load(
      Path file, Map<String, String> environment, Patient patient) {
    try {
      TmsConfiguration configuration = TmsConfiguration.load(file, environment);
      configuration.warnings().stream()
          // the area 'cookies' says for which front ends
          .filter(warning -> !warning.startsWith(THIRD_PARTY))
          .forEach(warning -> patient.find(DOUBTFUL, warning));
      configuration.notices().forEach(notice -> patient.find(NOTICE, notice));
      if (configuration.hasClient()) {
        encoded(configuration.expectedRegistration())
            .ifPresent(what -> patient.find(ENCODED, what));
      }
      return Optional.of(configuration);
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> patient.find(INVALID, problem.toString()));
      return Optional.empty();
    }
  }

  /** What of the client's credentials is not sent as it is written, in words. */
  static Optional<String> encoded(ExpectedRegistration client) {
    if (!client.clientAuthentication().equals("client_secret_basic")) {
      return Optional.empty();
    }
    boolean isId = changes(client.clientId());
    boolean isSecret = client.secret().filter(secret -> changes(secret.reveal())).isPresent();
    if (!isId && !isSecret) {
      return Optional.empty();
    }
    String what = isId && isSecret ? "client id and secret" : isId ? "client id" : "client secret";
    return Optional.of(
        "the "
            + what
            + (isId && isSecret ? " have" : " has")
            + " characters that need encoding in"
            + " client_secret_basic");
  }

  private static boolean changes(String text) {
    return !URLEncoder.encode(text, StandardCharsets.UTF_8).equals(text);
  }
}
