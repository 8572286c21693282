package dev.tms;

import dev.tms.oidc.Identity;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.RenewOutcome;
import dev.tms.refresh.Renewer;
import dev.tms.session.Session;
import dev.tms.session.User;
import dev.tms.token.Secret;

/** Renews sessions at the provider that they came from. */
final class ProviderRenewer implements Renewer {
  private final OidcClient provider;

  ProviderRenewer(OidcClient provider) {
    this.provider = provider;
  }

  @Override
  public RenewOutcome renew(Session session) {
    Secret refreshToken = session.tokens().refreshToken();
    if (refreshToken == null) {
      throw new IllegalStateException("a session without a refresh token cannot be renewed");
    }
    User user = session.user();
    Identity login =
        new Identity(
            user.issuer(),
            user.subject(),
            user.providerSession(),
            user.loginAt(),
            user.authenticatedAt(),
            user.acr(),
            user.claims());
    return provider.renew(refreshToken, session.tokens(), login, null);
  }

  @Override
  public void revoke(Secret refreshToken) {
    provider.revoke(refreshToken);
  }
}
