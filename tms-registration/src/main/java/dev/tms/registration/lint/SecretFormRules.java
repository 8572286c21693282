package dev.tms.registration.lint;

import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;

import dev.tms.registration.ClientSecret;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What stands where the hash of a secret, or a public key, should be. */
final class SecretFormRules {
  // RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1
  private static final Pattern PRIVATE_MEMBER = Pattern.compile("\"(?:d|p|q|dp|dq|qi|k)\"\\s*+:");

  static final List<Rule> RULES =
      List.of(
          Draft.any("secret-clear", ERROR)
              .says("a secret is stored in clear, and not as a hash")
              .because(
                  "whoever reads the document is the client; and these providers compare hashes, so that it never"
                      + " matches",
                  "RFC 6749 section 10.1")
              .mend("replace the secret, and store SHA-256 of the new one in base64")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret ->
                              secret
                                  .value()
                                  .filter(
                                      value ->
                                          SecretRules.isShared(secret)
                                              && !Placeholder.isIn(value.reveal())
                                              && !SecretHash.isMask(value))
                                  .filter(value -> !SecretHash.isHash(value))
                                  .filter(value -> !isHex(value))
                                  .map(value -> "value is no SHA-256 hash in base64")
                                  .orElse(""))),
          Draft.any("secret-private-key", ERROR)
              .says("a secret is a private key")
              .because(
                  "the provider needs the public key alone, and whoever reads the document is the client",
                  "RFC 7517 section 9.2")
              .mend("make a new key, and register its public part")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret ->
                              secret.value().filter(SecretFormRules::isPrivateKey).isPresent()
                                  ? "value has a private key in it"
                                  : "")),
          Draft.any("secret-masked", NOTE)
              .says("a mark stands in place of a secret")
              .because(
                  "a provider that takes the document as it is has the mark for a secret from then on",
                  "practice of IdentityServer providers")
              .mend("put the hash there, or leave the secret out, before the document is imported")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret ->
                              secret.value().filter(SecretHash::isMask).isPresent()
                                  ? "secret is not shown"
                                  : "")),
          Draft.any("secret-hex", ERROR)
              .says("a secret's hash is written in hexadecimal")
              .because(
                  "these providers compare base64, so that it never matches",
                  "practice of IdentityServer providers")
              .mend("write the same hash in base64")
              .fixedBy(SecretFormRules::hexToBase64)
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret ->
                              SecretRules.isShared(secret)
                                      && secret.value().filter(SecretFormRules::isHex).isPresent()
                                  ? "hash is hexadecimal"
                                  : "")),
          Draft.any("secret-guessable", ERROR)
              .says("a secret can be guessed")
              .because(
                  "the hash has no salt: the words that people choose are tried first",
                  "RFC 6749 section 10.10")
              .mend("generate one of 256 bits")
              .looks(
                  (registration, spots) ->
                      Secrets.each(
                          registration,
                          spots,
                          ClientSecret.VALUE,
                          secret ->
                              secret
                                      .value()
                                      .filter(value -> Guesses.hit(value, secret, registration))
                                      .isPresent()
                                  ? "secret is a word that is tried first"
                                  : "")));

  private SecretFormRules() {}

  private static Registration hexToBase64(Registration registration) {
    List<ClientSecret> secrets = new ArrayList<>();
    for (ClientSecret secret : Secrets.of(registration)) {
      Secret value =
          secret.value().filter(v -> SecretRules.isShared(secret) && isHex(v)).orElse(null);
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
