package dev.tms.testkit;

import java.util.Locale;
import java.util.Objects;

/**
 * A user of the provider.
 *
 * @param username for the login form
 * @param password for the login form
 * @param subject the stable {@code sub}
 * @param name the claim {@code name}
 * @param email the claim {@code email}
 */
public record TestUser(
    String username, String password, String subject, String name, String email) {

  public TestUser {
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(email, "email");
  }

  /**
   * Returns a user whose other claims derive from the name: {@code sub} is {@code user-<username>}.
   */
  public static TestUser of(String username, String password) {
    String first = username.substring(0, 1).toUpperCase(Locale.ROOT);
    return new TestUser(
        username,
        password,
        "user-" + username,
        first + username.substring(1) + " Example",
        username + "@example.test");
  }

  @Override
  public String toString() {
    return "TestUser[" + username + "]";
  }
}
