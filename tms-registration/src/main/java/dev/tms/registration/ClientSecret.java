package dev.tms.registration;

import dev.tms.token.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A secret of a client or an API resource, stored as a hash. Immutable. */
public final class ClientSecret extends Described<ClientSecret> {
  private static final Property.Table table = new Property.Table();

  /** The type of shared secrets. */
  public static final String SHARED_SECRET = "SharedSecret";

  public static final Property<String> DESCRIPTION =
      table.row("description", Kind.TEXT, "what the secret is for");
  public static final Property<Secret> VALUE =
      table.row("value", Kind.SECRET, "SHA-256 hash of the secret, in base64");
  public static final Property<Instant> EXPIRATION =
      table.row("expiration", Kind.INSTANT, "when it stops working; null for never");
  public static final Property<String> TYPE =
      table.row("type", Kind.TEXT, SHARED_SECRET, "what kind of secret it is");

  static final Shape SHAPE = new Shape("secret", DESCRIPTION, false, table.rows());
  static final Kind<ClientSecret> KIND = new Kind.ObjectOf<>(SHAPE, ClientSecret::new);

  private ClientSecret(Map<?, ?> members) {
    super(SHAPE, members);
  }

  /**
   * Creates a secret from its members.
   *
   * @throws IllegalArgumentException if a known member has a value of the wrong type
   */
  public static ClientSecret of(Map<String, ?> members) {
    return new ClientSecret(members);
  }

  /** Creates a shared secret without an expiry. The value should be a hash. */
  public static ClientSecret shared(String description, Secret value) {
    return new ClientSecret(Map.of())
        .with(DESCRIPTION, description)
        .with(VALUE, value)
        .with(TYPE, SHARED_SECRET);
  }

  @Override
  ClientSecret make(Map<String, ?> changed) {
    return new ClientSecret(changed);
  }

  public Optional<String> description() {
    return find(DESCRIPTION);
  }

  /** The hash, unless missing or empty. */
  public Optional<Secret> value() {
    return find(VALUE);
  }

  /** The expiry; empty if the secret never expires. */
  public Optional<Instant> expiration() {
    return find(EXPIRATION);
  }

  /** The type; default {@value #SHARED_SECRET}. */
  public String type() {
    return get(TYPE);
  }
}
