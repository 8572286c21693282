package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.CLIENT_SECRETS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What clients and APIs authenticate with. */
final class SecretRules {
  private static final Set<String> TYPES =
      Set.of(
          "SharedSecret",
          "X509Thumbprint",
          "X509Name",
          "X509CertificateBase64",
          "JsonWebKey",
          "JWK");

  private static final Set<Secret> NOTHING =
      Set.of(
          Secret.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
          Secret.of(
              "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="));

  static final List<Rule> RULES =
      List.of(
          Draft.client("secret-missing", ERROR)
              .says("a secret is required, and there is none")
              .because(
                  "every request for tokens is answered with invalid_client",
                  "RFC 6749 section 2.3")
              .mend(
                  "add a secret, or set requireClientSecret to false for an app that cannot keep one")
              .at(
                  CLIENT_SECRETS,
                  client ->
                      client.requireClientSecret()
                          && !isImplicitOnly(client)
                          && client.clientSecrets().stream()
                              .noneMatch(secret -> secret.value().isPresent())),
          Draft.client("secret-on-public-client", WARNING)
              .says("a public client has a secret")
              .because(
                  "nobody has to send it, so that it protects nothing and looks as if it did",
                  "RFC 6749 section 2.1")
              .mend(
                  "remove clientSecrets, or set requireClientSecret to true where a server keeps the secret")
              .at(
                  CLIENT_SECRETS,
                  client -> !client.requireClientSecret() && !client.clientSecrets().isEmpty()),
          Draft.any("secret-empty", ERROR)
              .says("a secret is empty")
              .because("it never matches, or worse, matches an empty one", "RFC 6749 section 2.3.1")
              .mend("remove it")
              .fixedBy(SecretRules::withoutEmpty)
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret -> {
                            if (isHashOfNothing(secret)) {
                              return "secret is the hash of an empty text";
                            }
                            return secret.value().isEmpty() ? "secret is empty" : "";
                          })),
          Draft.any("secret-expired", ERROR)
              .says("a secret has expired")
              .because("the provider no longer accepts it: invalid_client", "RFC 6749 section 5.2")
              .mend("replace it by a new one")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.EXPIRATION,
                          secret ->
                              secret
                                  .expiration()
                                  .filter(end -> !end.isAfter(spots.now()))
                                  .map(end -> "secret expired at " + end)
                                  .orElse(""))),
          Draft.any("secret-expiring", WARNING)
              .says("a secret expires soon")
              .because("logins and renewals fail from that moment on", "RFC 6749 section 5.2")
              .mend("add a new one beside it, give it to the client, then remove the old one")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.EXPIRATION,
                          secret ->
                              secret
                                  .expiration()
                                  .filter(end -> end.isAfter(spots.now()))
                                  .filter(
                                      end ->
                                          !end.isAfter(
                                              spots.now().plus(spots.options().expiryWarning())))
                                  .map(end -> "secret expires at " + end)
                                  .orElse(""))),
          Draft.any("secret-never-expires", NOTE)
              .says("a secret never expires")
              .because("one that leaked works until somebody notices", "RFC 9700 section 2.5")
              .mend("set an expiration, and replace secrets before it")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.EXPIRATION,
                          secret ->
                              isShared(secret)
                                      && secret.value().isPresent()
                                      && !secret.isWritten(ClientSecret.EXPIRATION)
                                  ? "secret has no expiration"
                                  : "")),
          Draft.any("secret-shared", WARNING)
              .says("the same secret is used twice")
              .because(
                  "whoever knows it for one use has the other, and it cannot be replaced for one alone",
                  "RFC 6749 section 2.3.1")
              .mend("give each client and API its own")
              .looks(SecretRules::lookForShared),
          Draft.any("secret-type", WARNING)
              .says("a secret is of an unknown type")
              .because(
                  "the provider has no way to check it: invalid_client",
                  "practice of IdentityServer providers")
              .mend("set type to SharedSecret")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.TYPE,
                          secret ->
                              TYPES.contains(secret.type()) || Placeholder.isIn(secret.type())
                                  ? ""
                                  : "type " + Texts.quote(secret.type()) + " is not known")));

  private SecretRules() {}

  private static Registration withoutEmpty(Registration registration) {
    return Secrets.put(
        registration,
        Secrets.of(registration).stream()
            .filter(secret -> secret.value().isPresent() && !isHashOfNothing(secret))
            .toList());
  }

  private static boolean isHashOfNothing(ClientSecret secret) {
    return secret.value().filter(NOTHING::contains).isPresent();
  }

  /** Such a client never calls the token endpoint, so that providers ask for no secret. */
  private static boolean isImplicitOnly(ClientRegistration client) {
    return !client.allowedGrantTypes().isEmpty()
        && client.allowedGrantTypes().stream().allMatch(GrantType.IMPLICIT::equals);
  }

  static boolean isShared(ClientSecret secret) {
    return secret.type().equals(ClientSecret.SHARED_SECRET);
  }

  private static void lookForShared(Registration registration, Spots spots) {
    Set<Secret> own = new HashSet<>();
    Secrets.each(
        registration,
        spots,
        ClientSecret.VALUE,
        secret ->
            secret
                .value()
                .filter(value -> !Placeholder.isIn(value.reveal()) && !SecretHash.isMask(value))
                .filter(value -> !own.add(value) || spots.knowledge().isUsedElsewhere(value))
                .map(value -> "the same secret is used elsewhere, too")
                .orElse(""));
  }
}
