package dev.tms.session;

import dev.tms.benchmarks.KeycloakTokens;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;

/** What the tokens of a session look like. */
public enum SampleSession {
  /** Three JWTs of Keycloak's shape, 3.2 KB as issued. */
  KEYCLOAK,
  /** Access and refresh token of 43 random characters each, and the ID token. */
  OPAQUE;

  static final Duration TOKEN_LIFE = Duration.ofHours(1);

  private static final long SEED = 20261122;
  private static final int OPAQUE_BYTES = 32;

  /** A session of a login now, under this index key. */
  public Session begin(Instant now, int indexKeyId) {
    return begin(now, indexKeyId, SEED);
  }

  /** A session of a login now, under this index key; each seed is another user. */
  public Session begin(Instant now, int indexKeyId, long seed) {
    Instant login = now.truncatedTo(ChronoUnit.SECONDS);
    KeycloakTokens tokens = new KeycloakTokens(seed, login);
    boolean opaque = this == OPAQUE;
    String access = opaque ? tokens.text(OPAQUE_BYTES) : tokens.accessToken(TOKEN_LIFE.toSeconds());
    String refresh = opaque ? tokens.text(OPAQUE_BYTES) : tokens.refreshToken();
    User user =
        new User(
            KeycloakTokens.ISSUER,
            tokens.subject(),
            tokens.sid(),
            login,
            login,
            "1",
            Claims.of(
                "sub", tokens.subject(), "name", "Maria Muster", "email", "maria@shop.example"));
    TokenSet set =
        new TokenSet(
            Map.of(
                TokenSet.DEFAULT_RESOURCE,
                new AccessToken(
                    Secret.of(access),
                    login,
                    login.plus(TOKEN_LIFE),
                    Scopes.of("openid", "email", "profile"))),
            Secret.of(refresh),
            opaque ? null : login.plusSeconds(1800),
            Secret.of(tokens.idToken(access)));
    Random random = new Random(seed);
    byte[] id = new byte[16];
    random.nextBytes(id);
    byte[] antiforgery = new byte[Antiforgery.Value.BYTES];
    random.nextBytes(antiforgery);
    return new Session(
        SessionId.of(id),
        0,
        indexKeyId,
        "",
        null,
        user,
        login,
        login.plus(Duration.ofHours(12)),
        new Antiforgery.Value(antiforgery),
        set);
  }

  /** The session with these two tokens only. */
  public static Session with(Session session, String accessToken, String refreshToken) {
    Instant login = session.issuedAt();
    AccessToken access =
        new AccessToken(Secret.of(accessToken), login, login.plus(TOKEN_LIFE), Scopes.of("openid"));
    return session.withTokens(
        new TokenSet(
            Map.of(TokenSet.DEFAULT_RESOURCE, access), Secret.of(refreshToken), null, null));
  }

  /** Another session of the same user. */
  public static Session another(Session session, int number) {
    byte[] id = session.id().bytes();
    id[0] ^= (byte) number;
    return new Session(
        SessionId.of(id),
        session.generation(),
        session.indexKeyId(),
        session.registration(),
        session.tenant(),
        session.user(),
        session.issuedAt(),
        session.deadline(),
        session.antiforgery(),
        session.tokens());
  }
}
