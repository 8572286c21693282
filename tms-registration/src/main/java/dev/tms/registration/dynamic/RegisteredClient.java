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
 * A client as registered by the provider (RFC 7591 section 3.2.1). The provider may have changed
 * the requested metadata: use {@link #metadata()}. Immutable.
 */
public final class RegisteredClient {
  /** In seconds: some 35,000 years from now, which {@link Instant} can still represent. */
  private static final long LAST = 1L << 40;

  /** The members that the provider issues (RFC 7591 section 3.2.1, RFC 7592 section 3). */
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
   * Reads a registration response.
   *
   * @throws IllegalArgumentException if {@code client_id} is missing, or neither a string nor an
   *     integer
   */
  public static RegisteredClient of(Map<String, ?> members) {
    Object id = members.get("client_id");
    // some providers use numbers, and an issued secret must not be lost for that
    boolean isNumber = id instanceof Integer || id instanceof Long || id instanceof BigInteger;
    if (!isNumber && !(id instanceof String text && !text.isBlank())) {
      throw new IllegalArgumentException(
          id == null || id instanceof String
              ? "client_id is missing"
              : "client_id has to be a text, or a whole number");
    }
    return new RegisteredClient(ClientMetadata.of(members).members());
  }

  /** Adds issued members that this response omits (RFC 7592 section 3). */
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

  /** The registered metadata, without what the provider issued. */
  public ClientMetadata metadata() {
    return metadata;
  }

  /** All members of the response. They include secrets, so store them safely. */
  public Map<String, @Nullable Object> members() {
    return members;
  }

  public String clientId() {
    return Objects.requireNonNull(members.get("client_id")).toString();
  }

  /** The client secret in clear text; empty for a public client. */
  public Optional<Secret> secret() {
    return secret("client_secret");
  }

  /** The expiry of the secret; empty if it never expires (0 in the response). */
  public Optional<Instant> secretExpiresAt() {
    return instant("client_secret_expires_at").filter(end -> end.getEpochSecond() != 0);
  }

  /** The management token; empty if the provider does not support RFC 7592. */
  public Optional<Secret> registrationAccessToken() {
    return secret("registration_access_token");
  }

  /** The URI for reading, updating and deleting the client. */
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
