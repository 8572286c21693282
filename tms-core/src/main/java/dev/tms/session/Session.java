package dev.tms.session;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.token.AccessToken;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in user's session, as it is sealed into cookies or the store. Immutable.
 *
 * @param id stays the same across refreshes
 * @param generation the number of refreshes since the login
 * @param indexKeyId the index key that names the session in the ledger: the primary one at the
 *     login
 * @param registration the client registration of the tokens; empty if there is only one
 * @param tenant the customer domain of the login, or null
 * @param issuedAt the time of the login, by this service's clock
 * @param deadline the absolute limit
 * @param antiforgery the value inside this session's antiforgery tokens
 */
public record Session(
    SessionId id,
    int generation,
    int indexKeyId,
    String registration,
    @Nullable String tenant,
    User user,
    Instant issuedAt,
    Instant deadline,
    Antiforgery.Value antiforgery,
    TokenSet tokens) {
  private static final long SHORTEST_WINDOW = Duration.ofSeconds(90).toNanos();
  private static final long LONGEST_WINDOW = Duration.ofMinutes(5).toNanos();

  /** Longer lifetimes have the same window, and a long cannot count the nanoseconds of some. */
  private static final Duration MOST_LIFETIME = Duration.ofHours(1);

  public Session {
    if (generation < 0) {
      throw new IllegalArgumentException("a generation is not negative, got " + generation);
    }
  }

  public SessionRef ref() {
    return new SessionRef(id, indexKeyId, deadline);
  }

  /**
   * Whether a token that is still valid is refreshed early: in the last part of its lifetime, so
   * that a client that asks a minute before expiry gets a token that lasts longer, with a spread so
   * that not all sessions refresh at the same time.
   */
  boolean isRefreshDue(AccessToken token, Instant now) {
    return !now.isBefore(token.expiresAt().minus(refreshWindow(token.lifetime())));
  }

  /**
   * min(max(90 s, min(20 % of the lifetime, 5 min)), half of the lifetime), plus up to 10 % by a
   * hash of the session.
   */
  Duration refreshWindow(Duration lifetime) {
    // nanoseconds, because every request comes here and dividing a Duration uses BigDecimal
    long nanos = (lifetime.compareTo(MOST_LIFETIME) < 0 ? lifetime : MOST_LIFETIME).toNanos();
    long part = Math.max(SHORTEST_WINDOW, Math.min(nanos / 5, LONGEST_WINDOW));
    long window = Math.min(part, nanos / 2);
    int hash = 31 * id.hashCode() + generation;
    long spread = Integer.toUnsignedLong(hash * 0x9E3779B9) >>> 22; // 0 to 1023
    return Duration.ofNanos(window + window * spread / (10 * 1024));
  }

  /** The next generation, with these tokens. */
  public Session renewed(TokenSet newTokens) {
    return withGeneration(generation + 1).withTokens(newTokens);
  }

  public Session withGeneration(int other) {
    return new Session(
        id, other, indexKeyId, registration, tenant, user, issuedAt, deadline, antiforgery, tokens);
  }

  public Session withTokens(TokenSet otherTokens) {
    return new Session(
        id,
        generation,
        indexKeyId,
        registration,
        tenant,
        user,
        issuedAt,
        deadline,
        antiforgery,
        otherTokens);
  }

  @Override
  public String toString() {
    return "Session[generation=" + generation + "]";
  }

  /**
   * A session does not fit into its cookies or store entry. The message names the largest part, its
   * size and the remedy.
   */
  public static final class TooLargeException extends TmsException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(ErrorCode.SESSION_TOO_LARGE, message);
    }
  }
}
