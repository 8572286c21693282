package dev.tms.config;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads configurations and takes their problems. */
final class ConfigRig {
  static final String MINIMAL = "{\"Client\": {\"ClientId\": \"x\"}}";

  private ConfigRig() {}

  /** The problems; none where it is accepted. */
  static List<Problem> problems(String json, Path folder, Map<String, String> environment) {
    try {
      TmsConfiguration.parse(json, folder, environment);
      return List.of();
    } catch (InvalidConfigurationException e) {
      return e.problems();
    }
  }

  /** A configuration of a public client with this section added, or this member of Client. */
  static String with(String section, String members) {
    return section.equals("Client")
        ? "{\"Client\": {\"ClientId\": \"x\", " + members + "}}"
        : "{\"Client\": {\"ClientId\": \"x\"}, \"" + section + "\": {" + members + "}}";
  }
}
