package dev.tms.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Configurations, for a fuzzer: a JSON text and, after the first zero byte, lines with environment
 * variables. They give a configuration or a list of problems. No secret is in any message.
 */
public final class ConfigurationFuzz {
  private static final Path FOLDER = Path.of("no-such-folder").toAbsolutePath();
  private static final int LEAST_SECRET = 6;
  private static final Pattern SECRET_PATHS =
      Pattern.compile(
          KnownKeys.ALL.stream()
              .filter(key -> key.type() == KnownKey.Type.SECRET)
              .map(key -> key.path().replace(".", "\\.").replace("<name>", "[^.]+"))
              .collect(Collectors.joining("|")),
          Pattern.CASE_INSENSITIVE);

  private ConfigurationFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether it is a configuration; then each of its parts can be had. */
  public static boolean accepts(byte[] bytes) {
    String[] parts = new String(bytes, UTF_8).split("\0", 2);
    Map<String, String> environment = parts.length == 1 ? Map.of() : variables(parts[1]);
    List<String> said = new ArrayList<>();
    boolean isAccepted;
    try {
      TmsConfiguration configuration = TmsConfiguration.parse(parts[0], FOLDER, environment);
      said.addAll(configuration.warnings());
      said.addAll(configuration.notices());
      said.forEach(ConfigurationFuzz::isLine);
      said.addAll(shown(configuration));
      isAccepted = true;
    } catch (InvalidConfigurationException e) {
      assertThat(e.problems()).isNotEmpty();
      e.problems().forEach(problem -> isLine(problem.toString()));
      said.add(e.getMessage());
      isAccepted = false;
    }
    for (String secret : secrets(parts[0], environment)) {
      assertThat(said).noneMatch(line -> line.contains(secret));
    }
    return isAccepted;
  }

  private static List<String> shown(TmsConfiguration configuration) {
    List<String> shown = new ArrayList<>();
    shown.add(configuration.server().toString());
    shown.add(configuration.keys().toString());
    shown.add(configuration.network().toString());
    shown.add(configuration.frontEnd().toString());
    shown.add(configuration.sessions().toString());
    shown.add(configuration.sharedStore().toString());
    shown.add(configuration.machineTokens().toString());
    shown.add(configuration.machineClients().toString());
    if (configuration.hasClient()) {
      shown.add(configuration.client().toString());
      shown.add(configuration.provider().toString());
      shown.add(configuration.expectedRegistration().toString());
      shown.add(configuration.expectedRegistration().scopes().toString());
      shown.add(configuration.expectedRegistration().frontChannelLogoutUri().toString());
      shown.add(configuration.builder().weaknesses().toString());
    }
    return shown;
  }

  private static void isLine(String text) {
    assertThat(text.codePoints().filter(c -> !Printable.isSafe(c)).toArray()).as(text).isEmpty();
  }

  private static Map<String, String> variables(String lines) {
    Map<String, String> variables = new HashMap<>();
    for (String line : lines.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }

  /** The values of keys for secrets that stand in no other place. */
  private static List<String> secrets(String json, Map<String, String> environment) {
    List<String> secrets = new ArrayList<>();
    try {
      collect("", JsonFile.parse("text", json, new Problems()), secrets);
    } catch (InvalidConfigurationException e) {
      // then the file's keys are not read
    }
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("TMS_")) {
            collect(name.substring(4).replace("__", "."), value, secrets);
          }
        });
    String all = json + environment;
    secrets.removeIf(secret -> secret.length() < LEAST_SECRET || occursTwice(secret, all));
    return secrets;
  }

  private static boolean occursTwice(String secret, String text) {
    int first = text.indexOf(secret);
    return first >= 0 && text.indexOf(secret, first + 1) >= 0;
  }

  private static void collect(String path, Object value, List<String> secrets) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((k, v) -> collect(path.isEmpty() ? "" + k : path + "." + k, v, secrets));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(path, item, secrets));
    } else if (value instanceof String text && SECRET_PATHS.matcher(path).lookingAt()) {
      secrets.add(text);
    }
  }
}
