package dev.tms.session;

import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a session by size, for the error that it is too large.
 *
 * @param bytes the size of the encoded session
 * @param parts heaviest first
 */
record SessionWeight(int bytes, List<Part> parts) {
  private static final String SMALLER_OR_STORE =
      "have the provider put less into it, or keep sessions in a store (Session.Home: store)";

  /**
   * One part.
   *
   * @param characters its own length
   * @param bytes how much smaller the encoded session is without it
   * @param remedy what an operator can do about it
   */
  record Part(String name, int characters, int bytes, String remedy) {}

  /** Encodes the session again without each of its parts. */
  static SessionWeight of(Session session) {
    int whole = bytes(session);
    TokenSet tokens = session.tokens();
    Secret refreshToken = tokens.refreshToken();
    Secret idToken = tokens.idToken();
    List<Part> parts = new ArrayList<>();
    tokens
        .accessTokens()
        .forEach(
            (resource, token) -> {
              String name = resource.isEmpty() ? "access token" : "access token for " + resource;
              int bytes = whole - bytes(session.withTokens(without(tokens, resource)));
              parts.add(new Part(name, token.value().length(), bytes, SMALLER_OR_STORE));
            });
    if (refreshToken != null) {
      TokenSet others = new TokenSet(tokens.accessTokens(), null, null, idToken);
      int bytes = whole - bytes(session.withTokens(others));
      parts.add(new Part("refresh token", refreshToken.length(), bytes, SMALLER_OR_STORE));
    }
    if (idToken != null) {
      int bytes = whole - bytes(session.withTokens(tokens.withoutIdToken()));
      String remedy = "do not keep it (Session.KeepIdToken: false)";
      parts.add(new Part("ID token", idToken.length(), bytes, remedy));
    }
    parts.add(
        new Part(
            "claims",
            SessionWriter.json(session.user().claims()).length,
            whole - bytes(withoutClaims(session)),
            "keep fewer of them (Session.UserClaims)"));
    parts.sort(Comparator.comparingInt(Part::bytes).reversed());
    return new SessionWeight(whole, parts);
  }

  Part heaviest() {
    return parts.get(0);
  }

  /** Names the heaviest part, its share and the remedy. */
  String advice() {
    Part part = heaviest();
    return "the %s (%d characters) takes %d of the session's %d bytes: %s"
        .formatted(part.name(), part.characters(), part.bytes(), bytes, part.remedy());
  }

  @Override
  public String toString() {
    return advice();
  }

  private static int bytes(Session session) {
    return SessionWriter.encode(session).length;
  }

  private static TokenSet without(TokenSet tokens, String resource) {
    Map<String, AccessToken> others = new LinkedHashMap<>(tokens.accessTokens());
    others.remove(resource);
    return new TokenSet(others, tokens.refreshToken(), tokens.refreshExpiresAt(), tokens.idToken());
  }

  private static Session withoutClaims(Session session) {
    return new Session(
        session.id(),
        session.generation(),
        session.indexKeyId(),
        session.registration(),
        session.tenant(),
        session.user().withClaims(Claims.NONE),
        session.issuedAt(),
        session.deadline(),
        session.antiforgery(),
        session.tokens());
  }
}
