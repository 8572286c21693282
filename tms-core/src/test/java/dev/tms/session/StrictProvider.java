package dev.tms.session;

import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.session.RefreshEngine.Renewer;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A provider with one-time refresh tokens: the second use of one kills the whole family, as strict
 * providers do. What an answer becomes on its way back can be scripted.
 */
final class StrictProvider implements Renewer {
  static final Duration LIFE = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Deque<UnaryOperator<RenewOutcome>> script = new ArrayDeque<>();
  final List<String> redeemed = new CopyOnWriteArrayList<>();
  final List<String> revoked = new CopyOnWriteArrayList<>();
  volatile Duration life = LIFE;
  volatile boolean isDown;

  /** What it answers without doing anything, while this is set. */
  volatile RenewOutcome refusal;

  /** Why none of its answers has a usable access token; null where they have. */
  volatile String withoutAccessTokens;

  volatile Runnable beforeAnswer = () -> {};
  private int issued;
  private final Map<String, String> live = new HashMap<>(); // by the user's sub, after the first

  /** Whose access token each is. */
  final Map<String, String> owners = new ConcurrentHashMap<>();

  private boolean familyDead;

  StrictProvider(InstantSource clock) {
    this.clock = clock;
  }

  TokenSet firstTokens() {
    return tokens(0);
  }

  /** Of a silent login: an access token, and no refresh token. */
  TokenSet silentTokens() {
    Instant now = clock.instant();
    AccessToken access =
        new AccessToken(Secret.of("at-silent"), now, now.plus(life), Scopes.of("openid"));
    return new TokenSet(Map.of("", access), null, null, null);
  }

  /**
   * What becomes of the next answer that is not scripted yet; the provider itself has done its
   * part.
   */
  synchronized void nextAnswer(UnaryOperator<RenewOutcome> change) {
    script.add(change);
  }

  @Override
  public RenewOutcome renew(Session session) {
    String presented = session.tokens().refreshToken().reveal();
    RenewOutcome answer;
    synchronized (this) {
      redeemed.add(presented);
      if (isDown) {
        return new RenewOutcome.Unavailable(ProviderTrouble.of(Kind.NOT_DONE, "down"));
      }
      if (refusal != null) {
        return refusal;
      }
      answer = answer(session, presented);
      UnaryOperator<RenewOutcome> change = script.poll();
      answer = change == null ? answer : change.apply(answer);
    }
    beforeAnswer.run();
    return answer;
  }

  private RenewOutcome answer(Session session, String presented) {
    String user = session.user().subject();
    if (familyDead || !presented.equals(live.getOrDefault(user, "rt-0"))) {
      familyDead = true;
      return new RenewOutcome.Rejected("invalid_grant");
    }
    TokenSet next = tokens(++issued);
    live.put(user, next.refreshToken().reveal());
    owners.put(next.accessToken().value().reveal(), user);
    if (withoutAccessTokens != null) {
      TokenSet kept =
          new TokenSet(session.tokens().accessTokens(), next.refreshToken(), null, null);
      return new RenewOutcome.Renewed(
          kept, ProviderTrouble.of(Kind.UNANSWERED, withoutAccessTokens));
    }
    return new RenewOutcome.Renewed(next);
  }

  private TokenSet tokens(int number) {
    Instant now = clock.instant();
    AccessToken access =
        new AccessToken(Secret.of("at-" + number), now, now.plus(life), Scopes.of("openid"));
    return new TokenSet(Map.of("", access), Secret.of("rt-" + number), null, null);
  }

  @Override
  public synchronized void revoke(Secret refreshToken) {
    revoked.add(refreshToken.reveal());
    if (live.isEmpty() || live.containsValue(refreshToken.reveal())) {
      familyDead = true;
    }
  }

  synchronized boolean isAlive() {
    return !familyDead;
  }
}
