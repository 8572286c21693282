package dev.tms.testkit;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A registered client. Immutable. */
public final class TestClient {
  private final String id;
  private final @Nullable String secret;
  private final ClientAuthMethod authMethod;
  private final Set<String> redirectUris;
  private final Set<String> postLogoutRedirectUris;
  private final Set<String> scopes;
  private final boolean requirePkce;
  private final boolean azp;
  private final @Nullable URI backChannelLogoutUri;

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

  /** A confidential client that authenticates with {@code client_secret_basic}. */
  public static Builder confidential(String id, String secret) {
    return new Builder(id, Objects.requireNonNull(secret, "secret"), ClientAuthMethod.BASIC);
  }

  /** A public client. */
  public static Builder publicClient(String id) {
    return new Builder(id, null, ClientAuthMethod.NONE);
  }

  /** The client's id. */
  public String id() {
    return id;
  }

  /** The client's secret; none for a public client. */
  public Optional<String> secret() {
    return Optional.ofNullable(secret);
  }

  /** How it authenticates. */
  public ClientAuthMethod authMethod() {
    return authMethod;
  }

  /** Redirect URIs, compared character by character (RFC 9700 section 2.1). */
  public Set<String> redirectUris() {
    return redirectUris;
  }

  /** Where {@code end_session} may return to, compared character by character. */
  public Set<String> postLogoutRedirectUris() {
    return postLogoutRedirectUris;
  }

  /** Scopes it may ask for; others are {@code invalid_scope}. */
  public Set<String> scopes() {
    return scopes;
  }

  /** Whether a login without PKCE is refused. */
  public boolean requiresPkce() {
    return requirePkce;
  }

  /** Whether its ID tokens carry {@code azp}. */
  public boolean wantsAzp() {
    return azp;
  }

  /** Where its logout tokens go. */
  public Optional<URI> backChannelLogoutUri() {
    return Optional.ofNullable(backChannelLogoutUri);
  }

  @Override
  public String toString() {
    return "TestClient[" + id + "]";
  }

  /** Collects a client's registration. Not thread-safe. */
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
     * Sets the method of authentication. Default {@link ClientAuthMethod#BASIC}.
     *
     * @throws IllegalArgumentException if it does not fit to having a secret or none
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

    /** Adds redirect URIs for after the logout. */
    public Builder postLogoutRedirectUri(String... uris) {
      postLogoutRedirectUris.addAll(List.of(uris));
      return this;
    }

    /** Replaces the scopes. Default {@code openid profile email offline_access}. */
    public Builder scopes(String... allowed) {
      this.scopes = Set.of(allowed);
      return this;
    }

    /** Whether a login without PKCE is refused. Default true. */
    public Builder requirePkce(boolean required) {
      this.requirePkce = required;
      return this;
    }

    /** Whether ID tokens carry {@code azp}. Default false. */
    public Builder azp(boolean wanted) {
      this.azp = wanted;
      return this;
    }

    /** Sets the address of the client's back-channel logout endpoint. */
    public Builder backChannelLogoutUri(String uri) {
      this.backChannelLogoutUri = URI.create(uri);
      return this;
    }

    /** Makes the client. */
    public TestClient build() {
      return new TestClient(this);
    }
  }
}
