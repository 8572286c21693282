package dev.tms.oauth;

import java.util.Objects;
import java.util.Optional;

/** How the client authenticates to its provider (OpenID Connect Core section 9). Immutable. */
public sealed interface ClientAuthentication {
  /**
   * {@code client_secret_basic}: form-encoded id and secret in the Authorization header (RFC 6749
   * section 2.3.1).
   */
  static ClientAuthentication basic(ClientSecret secret) {
    return new Basic(secret);
  }

  /** {@code client_secret_post}: id and secret in the form body. */
  static ClientAuthentication post(ClientSecret secret) {
    return new Post(secret);
  }

  /** {@code none}: a public client, which sends only its id and needs PKCE. */
  static ClientAuthentication none() {
    return new None();
  }

  /** Whether the client is confidential (RFC 6749 section 2.1). */
  default boolean isConfidential() {
    return !(this instanceof None);
  }

  /** The client secret; empty for a public client. */
  default Optional<ClientSecret> sharedSecret() {
    return this instanceof Basic basic
        ? Optional.of(basic.secret)
        : this instanceof Post post ? Optional.of(post.secret) : Optional.empty();
  }

  /** {@code client_secret_basic}. */
  record Basic(ClientSecret secret) implements ClientAuthentication {
    /** Checks that the secret is not null. */
    public Basic {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** {@code client_secret_post}. */
  record Post(ClientSecret secret) implements ClientAuthentication {
    /** Checks that the secret is not null. */
    public Post {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** {@code none}. */
  record None() implements ClientAuthentication {}
}
