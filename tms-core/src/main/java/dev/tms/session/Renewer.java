package dev.tms.session;

import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.token.Secret;

/** The provider, as the refresh engine sees it. Thread-safe. */
interface Renewer {
  /** Sends the session's refresh token once. */
  RenewOutcome renew(Session session);

  /** Revokes a refresh token, best effort; never throws. */
  void revoke(Secret refreshToken);

  /** Renews at this provider. */
  static Renewer at(OidcClient provider) {
    return new Renewer() {
      @Override
      public RenewOutcome renew(Session session) {
        Secret refreshToken = session.tokens().refreshToken();
        if (refreshToken == null) {
          throw new IllegalStateException("a session without a refresh token cannot be renewed");
        }
        return provider.renew(refreshToken, session.tokens(), session.user(), null);
      }

      @Override
      public void revoke(Secret refreshToken) {
        provider.revoke(refreshToken);
      }
    };
  }
}
