package dev.tms.login;

import dev.tms.browser.AntiforgeryValue;
import dev.tms.oidc.Transaction;
import dev.tms.session.Session;
import dev.tms.session.SessionRef;
import dev.tms.token.User;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A login between BeginLogin and its callback, as it is sealed into a cookie.
 *
 * @param transaction what the provider's answer is checked against
 * @param tenant the customer domain, where there is one
 * @param returnUrl where to go afterwards
 * @param antiforgery the value that the new session takes over
 * @param previous the session that was live when the login began; null where there was none
 * @param begunAt when it began
 * @param isSilent whether the user sees nothing of it ({@code prompt=none})
 */
record PendingLogin(
    Transaction transaction,
    @Nullable String tenant,
    URI returnUrl,
    AntiforgeryValue antiforgery,
    @Nullable Previous previous,
    Instant begunAt,
    boolean isSilent) {

  /**
   * A session that a login replaces. It stands in the login's cookie because its own may not arrive
   * with the callback: not with a cross-site POST, and not at all with {@code SameSite=Strict}.
   *
   * @param ref to find it in the ledger
   * @param subject {@code sub} of its user
   * @param providerSession {@code sid}, where there is one
   */
  record Previous(SessionRef ref, String subject, @Nullable String providerSession) {
    static Previous of(Session session) {
      User user = session.user();
      return new Previous(session.ref(), user.subject(), user.providerSession());
    }

    /**
     * Whether it certainly belongs to another session at the provider, so that revoking its refresh
     * token cannot touch the tokens of the new one.
     */
    boolean isApartFrom(User user) {
      if (!subject.equals(user.subject())) {
        return true;
      }
      return providerSession != null
          && user.providerSession() != null
          && !providerSession.equals(user.providerSession());
    }
  }

  /** When it began, and nothing else. */
  @Override
  public String toString() {
    return "PendingLogin[" + begunAt + "]";
  }
}
