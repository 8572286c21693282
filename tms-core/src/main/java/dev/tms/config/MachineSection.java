package dev.tms.config;

import dev.tms.machine.MachineClient;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import java.util.LinkedHashMap;
import java.util.Map;

/** Section {@code Machine}: named client credentials clients. */
final class MachineSection {
  private static final ClientSecret ANY_SECRET = ClientSecret.of("any");
  private static final MachineClient UNUSABLE =
      MachineClient.at("https://localhost/", "unknown", ANY_SECRET);

  private final Section in;

  private MachineSection(Section in) {
    this.in = in;
  }

  /** Returns the clients by name in lower case. */
  static Map<String, MachineClient> read(Section root) {
    Map<String, MachineClient> clients = new LinkedHashMap<>();
    for (String name : root.ownNames()) {
      Section one = root.own("<name>", name);
      if (name.matches("[a-z0-9._-]{1,64}")) {
        clients.put(name, new MachineSection(one).client());
      } else {
        root.problems().add(root.path(name), "must be 1 to 64 letters, digits, dots, '-' and '_'");
      }
    }
    return clients;
  }

  private MachineClient client() {
    MachineClient plain =
        MachineClient.of(source(), UNUSABLE.clientId(), ClientAuthentication.basic(ANY_SECRET));
    String id = in.textOrNull("ClientId");
    if (id == null && in.sound("ClientId")) {
      in.wrong("ClientId", "is missing");
    }
    return in.changing(plain)
        .by("ClientId", id, (old, own) -> MachineClient.of(old.source(), own, old.authentication()))
        .by("ClientSecret", authentication(), MachineClient::withAuthentication)
        .texts("Scopes", MachineClient::withScopes)
        .texts("Resource", MachineClient::withResources)
        .each(
            "Parameters",
            Section::textOrNull,
            (c, own) -> c.withParameter(own.getKey(), own.getValue()))
        .duration("Timeout", MachineClient::withTimeout)
        .duration("DefaultTokenLifetime", MachineClient::withDefaultTokenLifetime)
        .flag("AssumeBearer", MachineClient::withAssumedBearer)
        .settings();
  }

  private MachineClient.Source source() {
    String issuer = in.urlOrNull("Authority");
    String endpoint = in.urlOrNull("TokenEndpoint");
    if (in.isSet("Authority") && in.isSet("TokenEndpoint")) {
      in.wrong("TokenEndpoint", "is set, and " + in.path("Authority") + " too: keep one");
    } else if (issuer != null) {
      return in.with("Authority", UNUSABLE.source(), none -> new MachineClient.Discovery(issuer));
    } else if (endpoint != null) {
      return in.with(
          "TokenEndpoint", UNUSABLE.source(), none -> new MachineClient.TokenEndpoint(endpoint));
    } else if (in.sound("Authority", "TokenEndpoint")) {
      in.wrong("Authority", "is missing, and so is " + in.path("TokenEndpoint"));
    }
    return UNUSABLE.source();
  }

  private ClientAuthentication authentication() {
    ClientSecret given = in.clientSecret("ClientSecret");
    if (given == null && in.sound("ClientSecret", "ClientSecretFile")) {
      // RFC 6749 4.4: MUST only be used by confidential clients
      in.wrong(
          "ClientSecret",
          "is missing: without one the provider issues no token to a machine client");
    }
    ClientSecret secret = given == null ? ANY_SECRET : given;
    return in.choice("ClientAuthentication").equals("client_secret_post")
        ? ClientAuthentication.post(secret)
        : ClientAuthentication.basic(secret);
  }
}
