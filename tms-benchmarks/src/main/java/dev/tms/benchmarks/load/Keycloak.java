package dev.tms.benchmarks.load;

import dev.tms.benchmarks.StoreKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The provider of all: Keycloak with its defaults, one user, and one client for all servers. Its
 * tokens and sessions live for ten hours, so that no refresh comes into a run.
 */
final class Keycloak {
  static final String CLIENT = "load";
  static final String SECRET = "change-me";
  static final String USER = "alice";
  static final String PASSWORD = "alice";

  private static final String REALM =
      """
      { "realm": "load", "enabled": true, "sslRequired": "none", "accessTokenLifespan": 36000,
        "ssoSessionIdleTimeout": 36000, "ssoSessionMaxLifespan": 36000,
        "clients": [{ "clientId": "%s", "secret": "%s", "publicClient": false,
                      "standardFlowEnabled": true, "redirectUris": ["*"] }],
        "users": [{ "username": "%s", "enabled": true, "email": "alice@example.com",
                    "emailVerified": true, "firstName": "Alice", "lastName": "Example",
                    "credentials": [{ "type": "password", "value": "%s" }],
                    "realmRoles": ["default-roles-load"] }] }
      """
          .formatted(CLIENT, SECRET, USER, PASSWORD);

  private Keycloak() {}

  /** Starts it; returns the issuer. */
  static URI start(Processes processes, Cache cache) throws IOException {
    Path home = cache.keycloak();
    Path data = processes.folder("keycloak-data");
    // --import-realm reads data/import of the installation alone
    Path imported = Files.createDirectories(home.resolve("data/import")).resolve("load-realm.json");
    Files.writeString(imported, REALM);
    int port = StoreKind.freePort();
    Process process =
        processes.start(
            "keycloak",
            data,
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "JAVA_OPTS_APPEND",
                "-XX:TieredStopAtLevel=1",
                "JAVA_OPTS_KC_HEAP",
                "-Xms64m -Xmx256m"),
            List.of(
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--db=dev-mem",
                "--import-realm"));
    URI issuer = URI.create("http://127.0.0.1:" + port + "/realms/load");
    URI discovery = URI.create(issuer + "/.well-known/openid-configuration");
    processes.awaitAnswer("keycloak", process, discovery);
    return issuer;
  }
}
