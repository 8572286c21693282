package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.CLIENT_SECRETS;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What clients and APIs authenticate with. */
final class SecretRules {
  private static final Set<Secret> NOTHING =
      Set.of(
          Secret.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
          Secret.of(
              "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="));
  // RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1
  private static final Pattern PRIVATE_MEMBER = Pattern.compile("\"(?:d|p|q|dp|dq|qi|k)\"\\s*+:");

  static final List<Rule> RULES =
      List.of(
          Draft.client("secret-missing", ERROR)
              .says("a secret is required, and there is none")
              .because(
                  "every request for tokens is answered with invalid_client",
                  "RFC 6749 section 2.3")
              .advice(
                  "add a secret, or set requireClientSecret to false for an app that cannot keep"
                      + " one")
              .at(
                  CLIENT_SECRETS,
                  client ->
                      client.requireClientSecret()
                          && !isImplicitOnly(client)
                          && client.clientSecrets().stream()
                              .noneMatch(secret -> secret.value().isPresent())),
          Draft.any("secret-empty", ERROR)
              .says("a secret is empty")
              .because("it never matches, or worse, matches an empty one", "RFC 6749 section 2.3.1")
              .advice("remove it")
              .fixedBy(SecretRules::withoutEmpty)
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) -> isHashOfNothing(secret) || secret.value().isEmpty(),
                  secret ->
                      isHashOfNothing(secret)
                          ? "secret is the hash of an empty text"
                          : "secret is empty"),
          Draft.any("secret-expired", ERROR)
              .says("a secret has expired")
              .because("the provider no longer accepts it: invalid_client", "RFC 6749 section 5.2")
              .advice("replace it by a new one")
              .eachSecret(
                  ClientSecret.EXPIRATION,
                  (secret, spots) -> endsBy(secret, spots.now()),
                  secret -> "secret expired at " + end(secret)),
          Draft.any("secret-expiring", WARNING)
              .says("a secret expires soon")
              .because("logins and renewals fail from that moment on", "RFC 6749 section 5.2")
              .advice("add a new one beside it, give it to the client, then remove the old one")
              .eachSecret(
                  ClientSecret.EXPIRATION,
                  (secret, spots) ->
                      !endsBy(secret, spots.now())
                          && endsBy(secret, spots.now().plus(spots.options().expiryWarning())),
                  secret -> "secret expires at " + end(secret)),
          Draft.any("secret-clear", ERROR)
              .says("a secret is stored in clear, and not as a hash")
              .because(
                  "anyone who reads the document is the client; and these providers compare hashes,"
                      + " so that it never matches",
                  "RFC 6749 section 10.1")
              .advice("replace the secret, and store SHA-256 of the new one in base64")
              .eachSecret(
                  ClientSecret.VALUE,
                  secret -> isShared(secret) && has(secret, SecretRules::isClear),
                  "value is no SHA-256 hash in base64"),
          Draft.any("secret-private-key", ERROR)
              .says("a secret is a private key")
              .because(
                  "the provider needs the public key alone, and anyone who reads the document is"
                      + " the client",
                  "RFC 7517 section 9.2")
              .advice("make a new key, and register its public part")
              .eachSecret(
                  ClientSecret.VALUE,
                  secret -> has(secret, SecretRules::isPrivateKey),
                  "value has a private key in it"),
          Draft.any("secret-hex", ERROR)
              .says("a secret's hash is written in hexadecimal")
              .because(
                  "these providers compare base64, so that it never matches",
                  "practice of IdentityServer providers")
              .advice("write the same hash in base64")
              .fixedBy(SecretRules::hexToBase64)
              .eachSecret(
                  ClientSecret.VALUE,
                  secret -> isShared(secret) && has(secret, SecretRules::isHex),
                  "hash is hexadecimal"),
          Draft.any("secret-guessable", ERROR)
              .says("a secret can be guessed")
              .because(
                  "the hash has no salt: the words that people choose are tried first",
                  "RFC 6749 section 10.10")
              .advice("generate one of 256 bits")
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) ->
                      has(secret, value -> Guesses.hit(value, secret, spots.registration())),
                  secret -> "secret is a word that is tried first"));

  private SecretRules() {}

  private static boolean has(ClientSecret secret, Predicate<Secret> condition) {
    return secret.value().filter(condition).isPresent();
  }

  private static boolean endsBy(ClientSecret secret, Instant time) {
    return secret.expiration().filter(end -> !end.isAfter(time)).isPresent();
  }

  private static String end(ClientSecret secret) {
    return secret.expiration().map(Instant::toString).orElse("");
  }

  private static boolean isClear(Secret value) {
    return !Placeholder.isIn(value.reveal())
        && !SecretHash.isMask(value)
        && !SecretHash.isHash(value)
        && !isHex(value);
  }

  private static Registration withoutEmpty(Registration registration) {
    return Secrets.put(
        registration,
        Secrets.of(registration).stream()
            .filter(secret -> secret.value().isPresent() && !isHashOfNothing(secret))
            .toList());
  }

  private static boolean isHashOfNothing(ClientSecret secret) {
    return has(secret, NOTHING::contains);
  }

  /** Such a client never calls the token endpoint, so that providers ask for no secret. */
  private static boolean isImplicitOnly(ClientRegistration client) {
    return !client.allowedGrantTypes().isEmpty()
        && client.allowedGrantTypes().stream().allMatch(GrantType.IMPLICIT::equals);
  }

  static boolean isShared(ClientSecret secret) {
    return secret.type().equals(ClientSecret.SHARED_SECRET);
  }

  private static Registration hexToBase64(Registration registration) {
    List<ClientSecret> secrets = new ArrayList<>();
    for (ClientSecret secret : Secrets.of(registration)) {
      Secret value = secret.value().filter(v -> isShared(secret) && isHex(v)).orElse(null);
      secrets.add(
          value == null ? secret : secret.with(ClientSecret.VALUE, Guesses.hexToBase64(value)));
    }
    return Secrets.put(registration, secrets);
  }

  /** A private or a shared key in clear, where the public key or the certificate belongs. */
  private static boolean isPrivateKey(Secret value) {
    String text = value.reveal();
    return text.contains("PRIVATE KEY-----")
        || (text.contains("\"kty\"") && PRIVATE_MEMBER.matcher(text).find());
  }

  private static boolean isHex(Secret value) {
    return value.reveal().matches("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{128}");
  }
}
