package dev.tms.session;

import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.token.Secret;

/** The refresh engine's view of the provider. Thread-safe. */
interface Renewer {
  /** Sends the session's refresh token once. */
  RenewOutcome renew(Session session);

  /** Tries to revoke a refresh token; never throws. */
  void revoke(Secret refreshToken);

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
