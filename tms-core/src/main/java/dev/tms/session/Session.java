package dev.tms.session;

import dev.tms.browser.AntiforgeryValue;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
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
    AntiforgeryValue antiforgery,
    TokenSet tokens) {
  public Session {
    if (generation < 0) {
      throw new IllegalArgumentException("a generation is not negative, got " + generation);
    }
  }

  public SessionRef ref() {
    return new SessionRef(id, indexKeyId, deadline);
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
}
