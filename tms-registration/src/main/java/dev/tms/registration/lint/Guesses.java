package dev.tms.registration.lint;

import dev.tms.registration.ClientSecret;
import dev.tms.registration.Registration;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an attacker tries first. */
final class Guesses {
  private static final List<String> WORDS =
      List.of(
          "secret",
          "Secret",
          "SECRET",
          "secret123",
          "mysecret",
          "my-secret",
          "my_secret",
          "supersecret",
          "super-secret",
          "topsecret",
          "clientsecret",
          "client_secret",
          "client-secret",
          "sharedsecret",
          "shared-secret",
          "apisecret",
          "api_secret",
          "password",
          "Password",
          "password1",
          "Password1",
          "Password1!",
          "P@ssw0rd",
          "Passw0rd",
          "passw0rd",
          "changeit",
          "changeme",
          "ChangeMe",
          "change-me",
          "change_me",
          "default",
          "admin",
          "admin123",
          "administrator",
          "root",
          "test",
          "test123",
          "demo",
          "dev",
          "development",
          "guest",
          "user",
          "client",
          "letmein",
          "welcome",
          "qwerty",
          "abc123",
          "123",
          "1234",
          "12345",
          "123456",
          "12345678",
          "123456789",
          "foo",
          "bar",
          "foobar",
          "todo",
          "TODO",
          "xxx",
          "none",
          "null");

  private static final Set<Secret> KNOWN =
      WORDS.stream().flatMap(Guesses::forms).collect(Collectors.toUnmodifiableSet());

  private Guesses() {}

  /** Whether the value is one of the words, or a name of the registration, or the hash of one. */
  static boolean hit(Secret value, ClientSecret secret, Registration registration) {
    if (KNOWN.contains(value)) {
      return true;
    }
    String name = registration.name();
    List<String> words = new ArrayList<>(List.of(name, name.toLowerCase(Locale.ROOT)));
    for (String end : List.of("secret", "-secret", "_secret", ".secret", "123", "1")) {
      words.add(name + end);
    }
    secret.description().ifPresent(words::add);
    return words.stream().flatMap(Guesses::forms).anyMatch(value::equals);
  }

  /** A word itself, and the hashes under which it is kept. */
  private static Stream<Secret> forms(String word) {
    if (word.isEmpty()) {
      return Stream.empty();
    }
    Secret clear = Secret.of(word);
    return Stream.of(clear, SecretHash.of(clear), SecretHash.sha512(clear));
  }

  static Secret hexToBase64(Secret hex) {
    return Secret.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex.reveal())));
  }
}
