package dev.tms.session;

import dev.tms.text.Json;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sessions with the tokens of a Keycloak test realm, and others. */
public final class SessionSamples {
  public static final Instant LOGIN = Instant.ofEpochSecond(1795321996);
  public static final List<String> FLOWS =
      List.of("conf_code_flow", "conf_after_refresh", "conf_offline", "spa_pkce", "dpop_par");

  private SessionSamples() {}

  /** What a login with default configuration keeps of that flow's tokens. */
  public static Session keycloak(String flow) {
    Map<String, Object> answer = answer(flow);
    String idToken = (String) answer.get("id_token");
    Map<String, Object> claims = payload(idToken);
    Object refreshExpiresIn = answer.get("refresh_expires_in");
    TokenSet tokens =
        new TokenSet(
            Map.of(
                "",
                new AccessToken(
                    Secret.of((String) answer.get("access_token")),
                    LOGIN,
                    LOGIN.plusSeconds(((Number) answer.get("expires_in")).longValue()),
                    Scopes.parse((String) answer.get("scope")))),
            Secret.of((String) answer.get("refresh_token")),
            refreshExpiresIn instanceof Integer seconds && seconds > 0
                ? LOGIN.plusSeconds(seconds)
                : null,
            Secret.of(idToken));
    return session(user(claims), tokens);
  }

  /** The same login at a provider with opaque access and refresh tokens. */
  public static Session opaque() {
    Session session = keycloak("conf_code_flow");
    return session.withTokens(
        new TokenSet(
            Map.of("", accessToken(random(43, 1))),
            Secret.of(random(43, 2)),
            null,
            session.tokens().idToken()));
  }

  /** A session with every field set, and nothing as usual. */
  public static Session full() {
    Map<String, AccessToken> accessTokens = new LinkedHashMap<>();
    accessTokens.put("", accessToken("not.a.jwt with spaces and ümläuts"));
    accessTokens.put("https://api.example/", accessToken("a..b"));
    accessTokens.put(
        "urn:second",
        new AccessToken(
            Secret.of(".."),
            LOGIN.minusSeconds(5),
            LOGIN.plusSeconds(1_000_000),
            Scopes.of("read", "write")));
    Session session = keycloak("conf_code_flow");
    return new Session(
        session.id(),
        7,
        -2_000_000_000,
        "second-client",
        "acme.cloud.test",
        new User(
            "https://id.example",
            "1234567",
            "session-5",
            LOGIN.minusSeconds(1),
            LOGIN.minusSeconds(600),
            "urn:mace:incommon:iap:silver",
            Claims.of(
                "sub",
                "1234567",
                "name",
                "Zoë 🙂",
                "age",
                42,
                "nested",
                Map.of("a", List.of(1, true, "x")))),
        LOGIN,
        LOGIN.plusSeconds(43_200),
        session.antiforgery(),
        new TokenSet(
            accessTokens,
            Secret.of("refresh~token"),
            LOGIN.plusSeconds(86_400),
            session.tokens().idToken()));
  }

  /** As little as a session can have. */
  public static Session least() {
    Session session = keycloak("conf_code_flow");
    return new Session(
        session.id(),
        0,
        0,
        "",
        null,
        new User("https://id.example", "1", null, LOGIN, null, null, Claims.NONE),
        LOGIN,
        LOGIN,
        session.antiforgery(),
        new TokenSet(Map.of(), null, null, null));
  }

  public static Session withAccessToken(String token) {
    return least().withTokens(new TokenSet(Map.of("", accessToken(token)), null, null, null));
  }

  public static AccessToken accessToken(String token) {
    return new AccessToken(Secret.of(token), LOGIN, LOGIN.plusSeconds(300), Scopes.NONE);
  }

  private static Session session(User user, TokenSet tokens) {
    byte[] random = new byte[16];
    new Random(1).nextBytes(random);
    SessionId id = SessionId.of(random);
    new Random(2).nextBytes(random);
    return new Session(
        id,
        0,
        1_539_463_392,
        "",
        null,
        user,
        LOGIN,
        LOGIN.plusSeconds(43_200),
        new Antiforgery.Value(random),
        tokens);
  }

  private static User user(Map<String, Object> claims) {
    return new User(
        (String) claims.get("iss"),
        (String) claims.get("sub"),
        (String) claims.get("sid"),
        Instant.ofEpochSecond(((Number) claims.get("iat")).longValue()),
        Instant.ofEpochSecond(((Number) claims.get("auth_time")).longValue()),
        (String) claims.get("acr"),
        new Claims(claims).only(List.of("sub", "name", "email")));
  }

  private static String random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).substring(0, length);
  }

  private static Map<String, Object> payload(String jwt) {
    return Json.read(Base64.getUrlDecoder().decode(jwt.split("\\.")[1])).orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> answer(String flow) {
    try (InputStream in = SessionSamples.class.getResourceAsStream("keycloak-tokens.json")) {
      return (Map<String, Object>) Json.read(in.readAllBytes()).orElseThrow().get(flow);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
