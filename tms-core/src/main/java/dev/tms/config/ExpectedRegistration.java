package dev.tms.config;

import dev.tms.browser.Origin;
import dev.tms.endpoint.Routes;
import dev.tms.http.SameSite;
import dev.tms.oauth.ClientSecret;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What the provider must have registered for the client of a configuration, so that logins and
 * logouts succeed. Immutable.
 */
public final class ExpectedRegistration {
  private final Reading reading;

  ExpectedRegistration(Reading reading) {
    this.reading = Objects.requireNonNull(reading, "reading");
  }

  /** The provider's issuer, as configured. */
  public String issuer() {
    return reading.provider().issuer();
  }

  /** The client id. */
  public String clientId() {
    return reading.client().settings().clientId();
  }

  /** Whether the client authenticates with a secret. */
  public boolean isConfidential() {
    return reading.client().settings().authentication().isConfidential();
  }

  /** The client's secret in clear; empty for a public client. */
  public Optional<Secret> secret() {
    return Optional.ofNullable(reading.client().secret()).map(ClientSecret::value);
  }

  /**
   * How the client authenticates: {@code client_secret_basic}, {@code client_secret_post} or none.
   */
  public String clientAuthentication() {
    return reading.client().authenticationName();
  }

  /** Where the provider sends codes. */
  public URI redirectUri() {
    return reading.server().publicUrl().resolve(reading.paths().callback());
  }

  /** Where the provider returns to after a logout. */
  public URI postLogoutRedirectUri() {
    return reading.server().publicUrl().resolve(reading.paths().signedOutCallback());
  }

  /** Where the provider posts logout tokens (OpenID Connect Back-Channel Logout 1.0). */
  public URI backChannelLogoutUri() {
    return reading.server().publicUrl().resolve(Routes.BACK_CHANNEL_LOGOUT);
  }

  /**
   * The page for logouts in a frame (OpenID Connect Front-Channel Logout 1.0); empty where browsers
   * would not send the session's cookies along with it.
   */
  public Optional<URI> frontChannelLogoutUri() {
    boolean works = reading.sessions().sameSite() == SameSite.NONE;
    return works
        ? Optional.of(reading.server().publicUrl().resolve(Routes.FRONT_CHANNEL_LOGOUT))
        : Optional.empty();
  }

  /** What is asked for, {@code offline_access} included where it is. */
  public List<String> scopes() {
    return reading.provider().quirks().adapt(reading.client().settings()).scopes().values();
  }

  /** Whether codes are bound to a proof key (RFC 7636), of method S256. */
  public boolean usesPkce() {
    return reading.client().settings().usePkce();
  }

  /** The origins of the front ends, which call this service and never the provider. */
  public Set<Origin> frontEndOrigins() {
    return reading.frontEnd().origins();
  }

  @Override
  public String toString() {
    return "ExpectedRegistration[" + clientId() + "]";
  }
}
