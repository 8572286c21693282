package dev.tms.registration.doctor;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.ExpectedRegistration;
import dev.tms.config.TmsConfiguration;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
  private static final Fault ENCODED =
      Fault.note(
          Area.CONFIGURATION,
          "secret-needs-encoding",
          "it is form-encoded before it is sent in the Authorization header (RFC 6749 section"
              + " 2.3.1), and some providers do not decode it",
          "nothing, where the area 'client' is fine; otherwise take one of letters and digits, or"
              + " set Client.ClientAuthentication to client_secret_post");
  static final List<Fault> FAULTS = List.of(INVALID, DOUBTFUL, NOTICE, ENCODED);

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
