package dev.tms.session;

import dev.tms.browser.AntiforgeryValue;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A signed-in user's session, whole, as it is sealed into cookies or a store. Immutable.
 *
 * @param id stays the same across refreshes
 * @param generation counts refreshes, from 0 at login
 * @param indexKeyId the index key under which the ledger knows this session: the primary one at its
 *     login
 * @param registration the client registration the tokens belong to; empty for the only one
 * @param tenant the customer domain of the login, where there was one
 * @param user who signed in
 * @param issuedAt when the user signed in here
 * @param deadline when the session ends, whatever happens
 * @param antiforgery the value that antiforgery tokens of this session open to
 * @param tokens what the provider has issued
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
  /** Checks that nothing is missing. */
  public Session {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(registration, "registration");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(issuedAt, "issuedAt");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(antiforgery, "antiforgery");
    Objects.requireNonNull(tokens, "tokens");
    if (generation < 0) {
      throw new IllegalArgumentException("a generation is not negative, got " + generation);
    }
  }

  /** What is needed to find this session in the ledger. */
  public SessionRef ref() {
    return new SessionRef(id, indexKeyId, deadline);
  }

  /** The next generation with these tokens. */
  public Session renewed(TokenSet newTokens) {
    return new Session(
        id,
        generation + 1,
        indexKeyId,
        registration,
        tenant,
        user,
        issuedAt,
        deadline,
        antiforgery,
        newTokens);
  }

  /** The same with another generation. */
  public Session withGeneration(int other) {
    return new Session(
        id, other, indexKeyId, registration, tenant, user, issuedAt, deadline, antiforgery, tokens);
  }

  /** The same generation with these tokens. */
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

  /** Without anything that identifies session or user. */
  @Override
  public String toString() {
    return "Session[generation=" + generation + "]";
  }
}
