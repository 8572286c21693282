package dev.tms.refresh;

import dev.tms.oidc.RenewOutcome;
import dev.tms.session.Session;
import dev.tms.token.Secret;

/** The provider, as the refresh engine sees it. Thread-safe. */
public interface Renewer {
  /** Sends the session's refresh token once. */
  RenewOutcome renew(Session session);

  /** Revokes a refresh token, best effort; never throws. */
  void revoke(Secret refreshToken);
}
