package dev.tms.oauth;

import java.util.Objects;
import java.util.Optional;

/** How the client proves to its provider who it is (OpenID Connect Core section 9). Immutable. */
public sealed interface ClientAuthentication {
  /**
   * {@code client_secret_basic}: id and secret, form-encoded first, in the Authorization header
   * (RFC 6749 section 2.3.1).
   */
  static ClientAuthentication basic(ClientSecret secret) {
    return new Basic(secret);
  }

  /** {@code client_secret_post}: id and secret in the form. */
  static ClientAuthentication post(ClientSecret secret) {
    return new Post(secret);
  }

  /** {@code none}: a public client, whose id alone is sent; it needs PKCE. */
  static ClientAuthentication none() {
    return new None();
  }

  /** Whether the client has credentials of its own (RFC 6749 section 2.1). */
  default boolean isConfidential() {
    return !(this instanceof None);
  }

  /** The secret that is shared with the provider; empty for a public client. */
  default Optional<ClientSecret> sharedSecret() {
    return this instanceof Basic basic
        ? Optional.of(basic.secret)
        : this instanceof Post post ? Optional.of(post.secret) : Optional.empty();
  }

  /** {@code client_secret_basic}. */
  record Basic(ClientSecret secret) implements ClientAuthentication {
    /** Checks that there is one. */
    public Basic {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** {@code client_secret_post}. */
  record Post(ClientSecret secret) implements ClientAuthentication {
    /** Checks that there is one. */
    public Post {
      Objects.requireNonNull(secret, "secret");
    }
  }

  /** {@code none}. */
  record None() implements ClientAuthentication {}
}
