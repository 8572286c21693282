package dev.tms.machine;

import dev.tms.token.AccessToken;
import java.time.Instant;

/**
 * A token in use.
 *
 * @param token the token
 * @param dueAt from when on it is renewed in the background
 * @param lateAt from when on a newer one is waited for
 * @param suspect whether an API has refused it: due and late at once
 */
record HeldToken(AccessToken token, Instant dueAt, Instant lateAt, boolean suspect) {
  boolean isDueAt(Instant now) {
    return suspect || !now.isBefore(dueAt);
  }

  boolean isLateAt(Instant now) {
    return suspect || !now.isBefore(lateAt);
  }

  HeldToken refused() {
    return new HeldToken(token, dueAt, lateAt, true);
  }
}
