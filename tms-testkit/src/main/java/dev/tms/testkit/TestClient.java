package dev.tms.testkit;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registered client. Immutable. */
public final class TestClient {
  final String id;
  final @Nullable String secret;
  final ClientAuthMethod authMethod;
  // compared by exact string matching (RFC 9700 section 2.1)
  final Set<String> redirectUris;
  final Set<String> postLogoutRedirectUris;
  // others are invalid_scope
  final Set<String> scopes;
  final boolean requirePkce;
  final boolean azp;
  final @Nullable URI backChannelLogoutUri;

  private TestClient(Builder builder) {
    this.id = builder.id;
    this.secret = builder.secret;
    this.authMethod = builder.authMethod;
    this.redirectUris = Set.copyOf(builder.redirectUris);
    this.postLogoutRedirectUris = Set.copyOf(builder.postLogoutRedirectUris);
    this.scopes = Set.copyOf(builder.scopes);
    this.requirePkce = builder.requirePkce;
    this.azp = builder.azp;
    this.backChannelLogoutUri = builder.backChannelLogoutUri;
  }

  /** Returns a builder for a confidential client with {@code client_secret_basic}. */
  public static Builder confidential(String id, String secret) {
    return new Builder(id, Objects.requireNonNull(secret, "secret"), ClientAuthMethod.BASIC);
  }

  /** Returns a builder for a public client. */
  public static Builder publicClient(String id) {
    return new Builder(id, null, ClientAuthMethod.NONE);
  }

  @Override
  public String toString() {
    return "TestClient[" + id + "]";
  }

  /** Builds a client. Not thread-safe. */
  public static final class Builder {
    private final String id;
    private final @Nullable String secret;
    private ClientAuthMethod authMethod;
    private final Set<String> redirectUris = new LinkedHashSet<>();
    private final Set<String> postLogoutRedirectUris = new LinkedHashSet<>();
    private Set<String> scopes = Set.of("openid", "profile", "email", "offline_access");
    private boolean requirePkce = true;
    private boolean azp;
    private @Nullable URI backChannelLogoutUri;

    private Builder(String id, @Nullable String secret, ClientAuthMethod authMethod) {
      this.id = Objects.requireNonNull(id, "id");
      this.secret = secret;
      this.authMethod = authMethod;
    }

    /**
     * Sets the authentication method. Default {@link ClientAuthMethod#BASIC}, or {@code NONE}
     * without a secret.
     *
     * @throws IllegalArgumentException if {@code NONE} is combined with a secret, or another method
     *     with none
     */
    public Builder authMethod(ClientAuthMethod method) {
      if ((method == ClientAuthMethod.NONE) != (secret == null)) {
        throw new IllegalArgumentException(
            "NONE is for clients without a secret, the others need one; given " + method);
      }
      this.authMethod = method;
      return this;
    }

    /** Adds redirect URIs. */
    public Builder redirectUri(String... uris) {
      redirectUris.addAll(List.of(uris));
      return this;
    }

    /** Adds post-logout redirect URIs. */
    public Builder postLogoutRedirectUri(String... uris) {
      postLogoutRedirectUris.addAll(List.of(uris));
      return this;
    }

    /** Replaces the permitted scopes. Default {@code openid profile email offline_access}. */
    public Builder scopes(String... allowed) {
      this.scopes = Set.of(allowed);
      return this;
    }

    /** Sets whether authorization requests need PKCE. Default true. */
    public Builder requirePkce(boolean required) {
      this.requirePkce = required;
      return this;
    }

    /** Sets whether ID tokens carry {@code azp}. Default false. */
    public Builder azp(boolean wanted) {
      this.azp = wanted;
      return this;
    }

    /** Sets the address for logout tokens. Default none. */
    public Builder backChannelLogoutUri(String uri) {
      this.backChannelLogoutUri = URI.create(uri);
      return this;
    }

    /** Returns the client. */
    public TestClient build() {
      return new TestClient(this);
    }
  }
}
