package dev.tms.config;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import java.util.Map;

/** Which configuration key a builder's method is set by. */
final class BuilderPaths {
  private static final Map<String, String> KEYS =
      Map.of(
          "publicUrl", "Server.PublicUrl",
          "provider", "Client.Authority",
          "client", "Client.ClientId",
          "protocol", "Client.ResponseMode",
          "frontEnd", "FrontEnd.FrontEndCorsOrigin",
          "sessions", "Session.SameSite",
          "refresh", "Refresh.Lease",
          "keys", "Keys.File",
          "store", "Store.Url");

  private BuilderPaths() {}

  /** The same problems under the paths of their keys. */
  static InvalidConfigurationException toKeys(InvalidConfigurationException e) {
    return new InvalidConfigurationException(
        e.problems().stream()
            .map(
                problem ->
                    new Problem(
                        KEYS.getOrDefault(problem.path(), problem.path()),
                        Problems.line(problem.message())))
            .toList());
  }
}
