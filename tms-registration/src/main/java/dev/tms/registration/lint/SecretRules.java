package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.CLIENT_SECRETS;
import static dev.tms.registration.lint.Check.any;
import static dev.tms.registration.lint.Check.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Described;
import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rules on the secrets of clients and APIs. */
final class SecretRules {
  // RFC 7518 sections 6.2.2, 6.3.2 and 6.4.1
  private static final Pattern PRIVATE_MEMBER = Pattern.compile("\"(?:d|p|q|dp|dq|qi|k)\"\\s*+:");
  private static final Secret NOTHING = Secret.of("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  private static final Secret NOTHING_512 =
      Secret.of(
          "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==");

  /** Common guesses of attackers. */
  private static final Set<Secret> GUESSES =
      Stream.of(
              """
              secret Secret SECRET secret123 mysecret my-secret my_secret supersecret super-secret
              topsecret clientsecret client_secret client-secret sharedsecret shared-secret apisecret
              api_secret password Password password1 Password1 Password1! P@ssw0rd Passw0rd passw0rd
              changeit changeme ChangeMe change-me change_me default admin admin123 administrator root
              test test123 demo dev development guest user client letmein welcome qwerty abc123 123
              1234 12345 123456 12345678 123456789 foo bar foobar todo TODO xxx none null\
              """
                  .split("\\s"))
          .flatMap(SecretRules::forms)
          .collect(Collectors.toUnmodifiableSet());

  static final List<Check> ALL =
      List.of(
          client("secret-missing")
              .at(
                  CLIENT_SECRETS,
                  client ->
                      client.requireClientSecret()
                          && !isImplicitOnly(client)
                          && client.clientSecrets().stream()
                              .noneMatch(secret -> secret.value().isPresent())),
          any("secret-empty")
              .fixedBy(SecretRules::withoutEmpty)
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) -> isEmpty(secret),
                  secret ->
                      secret.value().isPresent()
                          ? "secret is the hash of an empty text"
                          : "secret is empty"),
          any("secret-expired")
              .eachSecret(
                  ClientSecret.EXPIRATION,
                  (secret, spots) -> endsBy(secret, spots.now()),
                  secret -> "secret expired at " + secret.expiration().orElseThrow()),
          any("secret-expiring")
              .eachSecret(
                  ClientSecret.EXPIRATION,
                  (secret, spots) ->
                      !endsBy(secret, spots.now())
                          && endsBy(secret, spots.now().plus(spots.options().expiryWarning())),
                  secret -> "secret expires at " + secret.expiration().orElseThrow()),
          any("secret-clear")
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) -> isShared(secret) && has(secret, SecretRules::isClear),
                  secret -> "value is no SHA-256 hash in base64"),
          any("secret-private-key")
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) -> has(secret, SecretRules::isPrivateKey),
                  secret -> "value has a private key in it"),
          any("secret-hex")
              .fixedBy(SecretRules::hexToBase64)
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) -> isShared(secret) && has(secret, SecretRules::isHex),
                  secret -> "hash is hexadecimal"),
          any("secret-guessable")
              .eachSecret(
                  ClientSecret.VALUE,
                  (secret, spots) ->
                      has(secret, value -> isGuess(value, secret, spots.registration().name())),
                  secret -> "secret is a word that is tried first"));

  private SecretRules() {}

  static Property<List<ClientSecret>> property(Registration registration) {
    return registration instanceof ClientRegistration ? CLIENT_SECRETS : Resource.API_SECRETS;
  }

  static List<ClientSecret> of(Registration registration) {
    return registration.kind() == RegistrationKind.CLIENT
            || registration.kind() == RegistrationKind.API_RESOURCE
        ? ((Described<?>) registration).get(property(registration))
        : List.of();
  }

  private static Registration put(Registration registration, List<ClientSecret> secrets) {
    return secrets.equals(of(registration))
        ? registration
        : (Registration) ((Described<?>) registration).with(property(registration), secrets);
  }

  private static boolean has(ClientSecret secret, Predicate<Secret> condition) {
    return secret.value().filter(condition).isPresent();
  }

  private static boolean endsBy(ClientSecret secret, Instant time) {
    return secret.expiration().filter(end -> !end.isAfter(time)).isPresent();
  }

  private static boolean isEmpty(ClientSecret secret) {
    return secret.value().isEmpty()
        || has(secret, value -> value.equals(NOTHING) || value.equals(NOTHING_512));
  }

  private static boolean isClear(Secret value) {
    return !Placeholder.isIn(value.reveal())
        && !SecretHash.isMask(value)
        && !SecretHash.isHash(value)
        && !isHex(value);
  }

  private static Registration withoutEmpty(Registration registration) {
    return put(registration, of(registration).stream().filter(secret -> !isEmpty(secret)).toList());
  }

  /** Such a client never calls the token endpoint, so providers require no secret. */
  private static boolean isImplicitOnly(ClientRegistration client) {
    return !client.allowedGrantTypes().isEmpty()
        && client.allowedGrantTypes().stream().allMatch(GrantType.IMPLICIT::equals);
  }

  private static boolean isShared(ClientSecret secret) {
    return secret.type().equals(ClientSecret.SHARED_SECRET);
  }

  private static Registration hexToBase64(Registration registration) {
    List<ClientSecret> secrets = new ArrayList<>();
    for (ClientSecret secret : of(registration)) {
      Secret value = secret.value().filter(v -> isShared(secret) && isHex(v)).orElse(null);
      secrets.add(
          value == null
              ? secret
              : secret.with(
                  ClientSecret.VALUE,
                  Secret.of(
                      Base64.getEncoder()
                          .encodeToString(HexFormat.of().parseHex(value.reveal())))));
    }
    return put(registration, secrets);
  }

  /** Whether a private or symmetric key stands in place of a public key or certificate. */
  private static boolean isPrivateKey(Secret value) {
    String text = value.reveal();
    return text.contains("PRIVATE KEY-----")
        || (text.contains("\"kty\"") && PRIVATE_MEMBER.matcher(text).find());
  }

  private static boolean isHex(Secret value) {
    return value.reveal().matches("[0-9A-Fa-f]{64}|[0-9A-Fa-f]{128}");
  }

  private static boolean isGuess(Secret value, ClientSecret secret, String name) {
    Stream<String> ofNames =
        Stream.of("secret", "-secret", "_secret", ".secret", "123", "1", "").map(name::concat);
    return GUESSES.contains(value)
        || Stream.concat(
                ofNames, Stream.of(name.toLowerCase(Locale.ROOT), secret.description().orElse("")))
            .flatMap(SecretRules::forms)
            .anyMatch(value::equals);
  }

  private static Stream<Secret> forms(String word) {
    if (word.isEmpty()) {
      return Stream.empty();
    }
    Secret clear = Secret.of(word);
    return Stream.of(clear, SecretHash.of(clear), SecretHash.sha512(clear));
  }
}
