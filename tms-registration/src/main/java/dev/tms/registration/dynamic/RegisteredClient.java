package dev.tms.registration.dynamic;

import dev.tms.registration.Printable;
import dev.tms.token.Secret;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client as the provider registered it (RFC 7591 section 3.2.1). The provider may have changed
 * what it was sent: {@link #metadata()} is what counts. Immutable.
 */
public final class RegisteredClient {
  /** Seconds; some 35,000 years from now, so that every answer has a place in {@link Instant}. */
  private static final long LAST = 1L << 40;

  /** What the provider issues (RFC 7591 section 3.2.1, RFC 7592 section 3). */
  static final List<String> ISSUED =
      List.of(
          "client_id",
          "client_secret",
          "client_id_issued_at",
          "client_secret_expires_at",
          "registration_access_token",
          "registration_client_uri");

  private final ClientMetadata metadata;
  private final Map<String, @Nullable Object> members;

  private RegisteredClient(Map<String, @Nullable Object> members) {
    this.members = members;
    Map<String, @Nullable Object> said = new LinkedHashMap<>(members);
    said.keySet().removeAll(ISSUED);
    this.metadata = ClientMetadata.of(said);
  }

  /**
   * The client of an answer.
   *
   * @throws IllegalArgumentException if there is no {@code client_id}, or it is neither a text nor
   *     a whole number
   */
  public static RegisteredClient of(Map<String, ?> members) {
    Object id = members.get("client_id");
    // some providers number their clients, and a secret that was issued must not be lost for it
    boolean isNumber = id instanceof Integer || id instanceof Long || id instanceof BigInteger;
    if (!isNumber && !(id instanceof String text && !text.isBlank())) {
      throw new IllegalArgumentException(
          id == null || id instanceof String
              ? "client_id is missing"
              : "client_id has to be a text, or a whole number");
    }
    return new RegisteredClient(ClientMetadata.of(members).members());
  }

  /** Those members that the answer leaves out, from the one before (RFC 7592 section 3). */
  RegisteredClient completedBy(RegisteredClient before) {
    Map<String, @Nullable Object> completed = new LinkedHashMap<>(members);
    for (String name : List.of("registration_access_token", "registration_client_uri")) {
      Object earlier = before.members.get(name);
      if (earlier != null) {
        completed.putIfAbsent(name, earlier);
      }
    }
    return new RegisteredClient(completed);
  }

  /** What is registered, without what the provider issued. */
  public ClientMetadata metadata() {
    return metadata;
  }

  /** All members of the answer, secrets among them: to be kept in a safe place. */
  public Map<String, @Nullable Object> members() {
    return members;
  }

  public String clientId() {
    return Objects.requireNonNull(members.get("client_id")).toString();
  }

  /** The client's secret in clear; empty for a public client. */
  public Optional<Secret> secret() {
    return secret("client_secret");
  }

  /** When the secret stops working; empty for never (0 in the answer). */
  public Optional<Instant> secretExpiresAt() {
    return instant("client_secret_expires_at").filter(end -> end.getEpochSecond() != 0);
  }

  /** What reading, changing and deleting it needs; empty where the provider has no RFC 7592. */
  public Optional<Secret> registrationAccessToken() {
    return secret("registration_access_token");
  }

  /** Where it is read, changed and deleted. */
  public Optional<URI> registrationClientUri() {
    try {
      return members.get("registration_client_uri") instanceof String uri
          ? Optional.of(new URI(uri))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private Optional<Secret> secret(String name) {
    return members.get(name) instanceof String text
        ? Optional.ofNullable(Secret.ofNullable(text))
        : Optional.empty();
  }

  private Optional<Instant> instant(String name) {
    Object value = members.get(name);
    if (!(value instanceof Long || value instanceof Integer)) {
      return Optional.empty();
    }
    long seconds = ((Number) value).longValue();
    return -LAST < seconds && seconds < LAST
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }

  public String label() {
    return Printable.escape(clientId());
  }

  @Override
  public String toString() {
    return "RegisteredClient[" + label() + "]";
  }
}
