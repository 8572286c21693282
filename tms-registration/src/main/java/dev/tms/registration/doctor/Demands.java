package dev.tms.registration.doctor;

import dev.tms.config.ExpectedRegistration;
import dev.tms.oauth.JwtVerifier;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a registration demands of a client that this service does not do. */
final class Demands {
  /** Of newer providers of the family. */
  private static final Map<String, String> SWITCHES =
      Map.of(
          "requirePushedAuthorization", "authorization requests are not pushed (RFC 9126)",
          "requireDPoP", "tokens are not bound to a key (RFC 9449)");

  private Demands() {}

  /** One sentence for each of them. */
  static List<String> of(ClientRegistration client, ExpectedRegistration expected) {
    List<String> demands = new ArrayList<>();
    if (client.get(ClientProperties.REQUIRE_PKCE) && !expected.usesPkce()) {
      demands.add("requirePkce is true, and Client.UsePkce is false");
    }
    if (client.get(ClientProperties.REQUIRE_REQUEST_OBJECT)) {
      demands.add("requireRequestObject is true, and authorization requests are not signed");
    }
    SWITCHES.forEach(
        (name, why) -> {
          if (isOn(client, name)) {
            demands.add(name + " is true, and " + why);
          }
        });
    if (!client.get(ClientProperties.PROTOCOL_TYPE).equals("oidc")) {
      demands.add(
          "protocolType is "
              + client.get(ClientProperties.PROTOCOL_TYPE)
              + ", and logins speak oidc");
    }
    List<String> algorithms =
        client.get(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS);
    if (!algorithms.isEmpty()
        && algorithms.stream().noneMatch(JwtVerifier.algorithms()::contains)) {
      demands.add(
          "allowedIdentityTokenSigningAlgorithms is "
              + String.join(", ", algorithms)
              + ", and ID tokens so signed are refused");
    }
    return demands;
  }

  private static boolean isOn(ClientRegistration client, String name) {
    return client.members().entrySet().stream()
        .anyMatch(
            member ->
                member.getKey().equalsIgnoreCase(name) && Boolean.TRUE.equals(member.getValue()));
  }
}
