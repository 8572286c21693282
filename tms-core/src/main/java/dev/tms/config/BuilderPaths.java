package dev.tms.config;

import static java.util.Map.entry;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Maps the builder's property paths to configuration keys. */
final class BuilderPaths {
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          entry("publicUrl", "Server.PublicUrl"),
          entry("provider", "Client.Authority"),
          entry("provider.issuer", "Client.Authority"),
          entry("client", "Client.ClientId"),
          entry("protocol", "Client.ResponseMode"),
          entry("protocol.pkce", "Client.UsePkce"),
          entry("frontEnd", "FrontEnd.FrontEndCorsOrigin"),
          entry("tenants", "Tenants.AllowedDomains"),
          entry("tenants.urlTemplate", "Tenants.DiscoveryUrlTemplate"),
          entry("sessions", "Session.SameSite"),
          entry("sessions.sameSite", "Session.SameSite"),
          entry("refresh", "Refresh.Lease"),
          entry("keys", "Keys.File"),
          entry("keys.allowReadableByAll", "Keys.AllowReadableByAll"),
          entry("store", "Store.Url"));

  /** Properties whose other names match the keys of {@code Client}. */
  private static final Pattern CLIENT = Pattern.compile("(?:provider|protocol)\\.(.)(.*)");

  private static final Pattern MACHINE = Pattern.compile("client\\.(.+)\\.(issuer|tokenEndpoint)");

  private BuilderPaths() {}

  static InvalidConfigurationException toKeys(InvalidConfigurationException e) {
    return new InvalidConfigurationException(
        e.problems().stream().map(BuilderPaths::toKey).toList());
  }

  static Problem toKey(Problem problem) {
    return new Problem(key(problem.path()), Problems.line(problem.message()));
  }

  private static String key(String path) {
    Matcher machine = MACHINE.matcher(path);
    if (machine.matches()) {
      return "Machine."
          + machine.group(1)
          + (machine.group(2).equals("issuer") ? ".Authority" : ".TokenEndpoint");
    }
    Matcher client = CLIENT.matcher(path);
    String key = KEYS.get(path);
    if (key != null) {
      return key;
    }
    return client.matches()
        ? "Client." + client.group(1).toUpperCase(Locale.ROOT) + client.group(2)
        : path;
  }
}
