package dev.tms.session;

import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes a session as large as it is, for the error that it is too large.
 *
 * @param bytes of the encoded session
 * @param parts what weighs in it, heaviest first
 */
record SessionWeight(int bytes, List<Part> parts) {
  private static final String SMALLER_OR_STORE =
      "have the provider put less into it, or keep sessions in a store (Session.Home: store)";

  /**
   * One of the parts.
   *
   * @param name as in "access token"
   * @param characters its own length
   * @param bytes how much smaller the encoded session is without it
   * @param wayOut what an operator can do about it
   */
  record Part(String name, int characters, int bytes, String wayOut) {}

  /** Keeps a copy of the list. */
  SessionWeight {
    parts = List.copyOf(parts);
  }

  /** Weighs by encoding the session without each of its parts; for the error only. */
  static SessionWeight of(Session session) {
    int whole = SessionCodec.encode(session).length;
    TokenSet tokens = session.tokens();
    List<Part> parts = new ArrayList<>();
    tokens
        .accessTokens()
        .forEach(
            (resource, token) -> {
              String name = resource.isEmpty() ? "access token" : "access token for " + resource;
              int without = encoded(session.withTokens(without(tokens, resource)));
              parts.add(part(name, token.value(), whole - without, SMALLER_OR_STORE));
            });
    if (tokens.refreshToken() != null) {
      TokenSet others = new TokenSet(tokens.accessTokens(), null, null, tokens.idToken());
      int without = encoded(session.withTokens(others));
      parts.add(part("refresh token", tokens.refreshToken(), whole - without, SMALLER_OR_STORE));
    }
    if (tokens.idToken() != null) {
      int without = encoded(session.withTokens(tokens.withoutIdToken()));
      parts.add(
          part(
              "ID token",
              tokens.idToken(),
              whole - without,
              "do not keep it (Session.KeepIdToken: false)"));
    }
    Claims claims = session.user().claims();
    int without = encoded(withoutClaims(session));
    parts.add(
        new Part(
            "claims",
            SessionCodec.json(claims).length,
            whole - without,
            "keep fewer of them (Session.UserClaims)"));
    parts.sort(Comparator.comparingInt(Part::bytes).reversed());
    return new SessionWeight(whole, parts);
  }

  /** The heaviest part. */
  Part heaviest() {
    return parts.get(0);
  }

  /** A sentence for the operator: the heaviest part, its share and the way out. */
  String advice() {
    Part part = heaviest();
    return "the %s (%d characters) takes %d of the session's %d bytes: %s"
        .formatted(part.name(), part.characters(), part.bytes(), bytes, part.wayOut());
  }

  @Override
  public String toString() {
    return advice();
  }

  private static Part part(String name, Secret token, int bytes, String wayOut) {
    return new Part(name, token.length(), bytes, wayOut);
  }

  private static int encoded(Session session) {
    return SessionCodec.encode(session).length;
  }

  private static TokenSet without(TokenSet tokens, String resource) {
    Map<String, AccessToken> others = new LinkedHashMap<>(tokens.accessTokens());
    others.remove(resource);
    return new TokenSet(others, tokens.refreshToken(), tokens.refreshExpiresAt(), tokens.idToken());
  }

  private static Session withoutClaims(Session session) {
    User user = session.user();
    return new Session(
        session.id(),
        session.generation(),
        session.indexKeyId(),
        session.registration(),
        session.tenant(),
        new User(
            user.issuer(),
            user.subject(),
            user.providerSession(),
            user.loginAt(),
            user.authenticatedAt(),
            user.acr(),
            Claims.NONE),
        session.issuedAt(),
        session.deadline(),
        session.antiforgery(),
        session.tokens());
  }
}
