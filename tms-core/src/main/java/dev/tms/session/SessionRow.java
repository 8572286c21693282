package dev.tms.session;

import dev.tms.token.User;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the index knows of one session.
 *
 * @param ref to find it in the ledger and the store
 * @param firstUse when its user signed in
 * @param lastUse when it was last used, give or take a minute
 * @param activeUntil until when it counts as used
 * @param device what it was begun from
 * @param providerSession {@code sid}, where the provider has one
 * @param loginAt {@code iat} of the login's ID token
 */
public record SessionRow(
    SessionRef ref,
    Instant firstUse,
    Instant lastUse,
    Instant activeUntil,
    DeviceLabel device,
    @Nullable String providerSession,
    Instant loginAt) {

  /** The row of a session that begins now. */
  public static SessionRow of(Session session, DeviceLabel device, Instant now) {
    User user = session.user();
    return new SessionRow(
        session.ref(),
        session.issuedAt(),
        now,
        now,
        device,
        user.providerSession(),
        user.loginAt());
  }

  /** This row after a use; times only ever move forward. */
  public SessionRow used(Instant now, Instant until) {
    return new SessionRow(
        ref,
        firstUse,
        later(now, lastUse),
        later(until, activeUntil),
        device,
        providerSession,
        loginAt);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** Without what identifies anyone. */
  @Override
  public String toString() {
    return "SessionRow[" + device + "]";
  }
}
