package dev.tms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.testkit.secrets.IssuedSecrets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Clients, users and all issued secrets. Thread-safe. */
final class Registry {
  private final Map<String, TestClient> clients = new ConcurrentHashMap<>();
  private final Map<String, TestUser> users = new ConcurrentHashMap<>();
  private final Set<String> secrets = ConcurrentHashMap.newKeySet();

  void add(TestClient client) {
    clients.put(client.id, client);
    if (client.secret != null) {
      secrets.add(client.secret);
      IssuedSecrets.addClient(client.id, client.secret);
    }
  }

  void add(TestUser user) {
    users.put(user.username(), user);
  }

  Optional<TestClient> client(String id) {
    return Optional.ofNullable(clients.get(id));
  }

  Optional<TestUser> login(String username, String password) {
    return Optional.ofNullable(users.get(username)).filter(u -> same(u.password(), password));
  }

  Optional<TestUser> userBySubject(String subject) {
    return users.values().stream().filter(u -> u.subject().equals(subject)).findFirst();
  }

  /** The credentials to show below the login form. */
  String hint() {
    return users.values().stream()
        .map(user -> user.username() + " / " + user.password())
        .sorted()
        .limit(3)
        .collect(Collectors.joining(", ", "For tests and demos only: ", ""));
  }

  String issued(String secret) {
    secrets.add(secret);
    IssuedSecrets.add(secret);
    return secret;
  }

  Set<String> issuedSecrets() {
    return Set.copyOf(secrets);
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
  }
}
