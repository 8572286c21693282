package dev.tms.oauth;

import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/** Revokes refresh tokens (RFC 7009), as well as it can. Thread-safe. */
public final class Revocation {
  private static final int MAX_BYTES = 64 * 1024;

  private final ClientSettings settings;
  private final ProviderCalls calls;
  private final InstantSource clock;

  /** Revocation by this client. */
  public Revocation(ClientSettings settings, ProviderCalls calls, InstantSource clock) {
    this.settings = settings;
    this.calls = calls;
    this.clock = clock;
  }

  /** Revokes the token within the timeout; whether the provider has confirmed it. */
  public boolean revoke(URI endpoint, Secret refreshToken, Duration timeout) {
    RefreshToken token = new RefreshToken(refreshToken.reveal());
    com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials =
        NimbusTransport.authentication(settings, clock.instant());
    TokenRevocationRequest request =
        credentials == null
            ? new TokenRevocationRequest(endpoint, new ClientID(settings.clientId()), token)
            : new TokenRevocationRequest(endpoint, credentials, token);
    return calls.sendForStatus(
        "revocation", NimbusTransport.call(request.toHTTPRequest(), timeout, MAX_BYTES));
  }
}
