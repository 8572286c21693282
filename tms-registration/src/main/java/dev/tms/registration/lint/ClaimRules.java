package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS;
import static dev.tms.registration.ClientProperties.CLAIMS;
import static dev.tms.registration.ClientProperties.CLIENT_CLAIMS_PREFIX;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the client itself brings into its tokens. */
final class ClaimRules {
  // RFC 7519 4.1, RFC 9068 2.2, OpenID Connect Core 2
  private static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "client_id",
          "scope",
          "scp",
          "auth_time",
          "idp",
          "acr",
          "amr",
          "azp",
          "nonce",
          "at_hash",
          "c_hash",
          "sid",
          "cnf",
          "act",
          "events");
  private static final Set<String> RIGHTS =
      Set.of(
          "role",
          "roles",
          "group",
          "groups",
          "permission",
          "permissions",
          "right",
          "rights",
          "entitlements",
          "admin",
          "is_admin",
          "name",
          "email",
          "email_verified",
          "given_name",
          "family_name",
          "preferred_username",
          "upn",
          "unique_name",
          "phone_number");

  static final List<Rule> RULES =
      List.of(
          Draft.client("claims-without-prefix", WARNING)
              .says("client claims have no prefix")
              .because(
                  "in a token they cannot be told from claims of the user: what the client may, every user seems to be",
                  "RFC 9068 section 5")
              .mend("set clientClaimsPrefix to client_, and let APIs read the prefixed names")
              .at(
                  CLIENT_CLAIMS_PREFIX,
                  client -> !client.claims().isEmpty() && isPrefixWrittenEmpty(client)),
          Draft.client("claims-prefix-unset", NOTE)
              .says("there are client claims, and their prefix is not set")
              .because(
                  "one product then puts client_ before each, the other nothing: APIs see different names",
                  "practice of IdentityServer providers")
              .mend("set clientClaimsPrefix")
              .at(
                  CLIENT_CLAIMS_PREFIX,
                  client ->
                      !client.claims().isEmpty()
                          && !client
                              .members()
                              .containsKey(client.writtenName(CLIENT_CLAIMS_PREFIX))),
          Draft.client("claim-reserved", ERROR)
              .says("a client claim has the name of a claim that means something else")
              .because("it overwrites or doubles what APIs decide by", "RFC 7519 section 4.1")
              .mend("rename it, or set clientClaimsPrefix")
              .looks(
                  (client, spots) -> each(client, spots, RESERVED, "is a claim of the protocol")),
          Draft.client("claim-like-a-users", WARNING)
              .says("a client claim has the name of a user's claim, without prefix")
              .because(
                  "an API takes it for the user's: everybody who signs in through this client gets it",
                  "RFC 9068 section 5")
              .mend("set clientClaimsPrefix, or give the right to users")
              .looks(
                  (client, spots) -> {
                    if (client.isInteractive() || client.alwaysSendClientClaims()) {
                      each(client, spots, RIGHTS, "is what APIs read of a user");
                    }
                  }),
          Draft.client("claims-always-without-claims", NOTE)
              .says("client claims are always sent, and there are none")
              .because(
                  "a claim that is added later for one purpose is in every user's token at once",
                  "RFC 9068 section 5")
              .mend("set alwaysSendClientClaims to false")
              .at(
                  ALWAYS_SEND_CLIENT_CLAIMS,
                  client -> client.alwaysSendClientClaims() && client.claims().isEmpty()),
          Draft.client("claims-never-sent", WARNING)
              .says("there are client claims, and no token ever has them")
              .because(
                  "they are sent with client credentials only, which this client may not use",
                  "practice of IdentityServer providers")
              .mend("remove claims, or set alwaysSendClientClaims to true")
              .at(
                  CLAIMS,
                  client ->
                      !client.claims().isEmpty()
                          && !client.alwaysSendClientClaims()
                          && !client.allowedGrantTypes().isEmpty()
                          && !client.allows(GrantType.CLIENT_CREDENTIALS)),
          Draft.client("claim-acting-user", NOTE)
              .says("the client acts as a user by default")
              .because(
                  "whatever it does is written down as that person's doing", "RFC 8693 section 4.1")
              .mend(
                  "remove the claim dau unless an API asks for it, and use an account that is nobody's")
              .looks(
                  (client, spots) -> {
                    for (int i = 0; i < client.claims().size(); i++) {
                      ClientClaim claim = client.claims().get(i);
                      if (claim.type().equalsIgnoreCase("dau")) {
                        spots.inside(
                            CLAIMS,
                            i,
                            claim,
                            ClientClaim.TYPE,
                            "claim dau names a default acting user");
                      }
                    }
                  }));

  private ClaimRules() {}

  private static boolean isPrefixWrittenEmpty(ClientRegistration client) {
    return client.members().containsKey(client.writtenName(CLIENT_CLAIMS_PREFIX))
        && client.clientClaimsPrefix().orElse("").isEmpty();
  }

  private static void each(
      ClientRegistration client, Spots spots, Set<String> names, String message) {
    if (!client.clientClaimsPrefix().orElse("").isEmpty()) {
      return;
    }
    for (int i = 0; i < client.claims().size(); i++) {
      ClientClaim claim = client.claims().get(i);
      if (names.contains(claim.type().toLowerCase(Locale.ROOT))) {
        spots.inside(CLAIMS, i, claim, ClientClaim.TYPE, Texts.quote(claim.type()) + " " + message);
      }
    }
  }
}
