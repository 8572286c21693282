package dev.tms.session;

import dev.tms.compact.CompactWriter;
import dev.tms.text.Json;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Encodes sessions in the format of {@code docs/session-format.md}, which {@link SessionReader}
 * decodes. Thread-safe.
 *
 * <p>Times are rounded down to whole seconds. A decoded session is encoded and decoded without
 * change.
 */
final class SessionWriter {
  /** The only supported version of the format. */
  static final int VERSION = 1;

  static final int MOST_ACCESS_TOKENS = 64;

  private SessionWriter() {}

  /**
   * Encodes a session. The length is a multiple of {@value CompactWriter#BLOCK}.
   *
   * @throws IllegalArgumentException if there are more than {@value #MOST_ACCESS_TOKENS} access
   *     tokens or more than {@value CompactWriter#LIMIT} bytes
   */
  public static byte[] encode(Session session) {
    CompactWriter out = new CompactWriter(VERSION, session.issuedAt().getEpochSecond());
    out.bytes(Field.ID, session.id().bytes());
    out.bytes(Field.ANTIFORGERY, session.antiforgery().bytes());
    if (session.generation() != 0) {
      out.number(Field.GENERATION, session.generation());
    }
    out.number(Field.INDEX_KEY, session.indexKeyId());
    // not deflated, because callers can choose these two
    bytes(out, Field.REGISTRATION, session.registration());
    if (session.tenant() != null) {
      out.bytes(Field.TENANT, session.tenant().getBytes(StandardCharsets.UTF_8));
    }
    time(out, Field.DEADLINE, session.deadline());
    writeTokens(out, session);
    writeUser(out, session);
    return out.finish();
  }

  static byte[] json(Claims claims) {
    return Json.write(claims.values());
  }

  private static void writeTokens(CompactWriter out, Session session) {
    TokenSet tokens = session.tokens();
    if (tokens.accessTokens().size() > MOST_ACCESS_TOKENS) {
      throw new IllegalArgumentException(
          "a session has at most " + MOST_ACCESS_TOKENS + " access tokens");
    }
    for (Map.Entry<String, AccessToken> entry : tokens.accessTokens().entrySet()) {
      AccessToken token = entry.getValue();
      out.accessToken(Field.ACCESS_TOKEN, token.value());
      bytes(out, Field.RESOURCE, entry.getKey());
      timeUnlessLogin(out, Field.ACCESS_ISSUED_AT, token.issuedAt(), session);
      time(out, Field.ACCESS_EXPIRES_AT, token.expiresAt());
      text(out, Field.SCOPES, token.scopes().toString());
    }
    token(out, Field.REFRESH_TOKEN, tokens.refreshToken());
    time(out, Field.REFRESH_EXPIRES_AT, tokens.refreshExpiresAt());
    token(out, Field.ID_TOKEN, tokens.idToken());
  }

  /** Written after the tokens, so that deflate finds most values in their claims. */
  private static void writeUser(CompactWriter out, Session session) {
    User user = session.user();
    out.text(Field.ISSUER, user.issuer());
    out.text(Field.SUBJECT, user.subject());
    if (user.providerSession() != null) {
      out.text(Field.PROVIDER_SESSION, user.providerSession());
    }
    timeUnlessLogin(out, Field.LOGIN_AT, user.loginAt(), session);
    time(out, Field.AUTHENTICATED_AT, user.authenticatedAt());
    if (user.acr() != null) {
      out.text(Field.ACR, user.acr());
    }
    if (!user.claims().values().isEmpty()) {
      out.text(Field.CLAIMS, json(user.claims()));
    }
  }

  private static void bytes(CompactWriter out, int field, String value) {
    if (!value.isEmpty()) {
      out.bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void text(CompactWriter out, int field, String value) {
    if (!value.isEmpty()) {
      out.text(field, value);
    }
  }

  private static void time(CompactWriter out, int field, @Nullable Instant value) {
    if (value != null) {
      out.time(field, value.getEpochSecond());
    }
  }

  private static void timeUnlessLogin(
      CompactWriter out, int field, Instant value, Session session) {
    if (value.getEpochSecond() != session.issuedAt().getEpochSecond()) {
      time(out, field, value);
    }
  }

  private static void token(CompactWriter out, int field, @Nullable Secret value) {
    if (value != null) {
      out.token(field, value);
    }
  }

  /** The field numbers. A reader skips unknown fields from 32 on and rejects the others. */
  static final class Field {
    static final int ID = 1;
    static final int ANTIFORGERY = 2;
    static final int GENERATION = 3;
    static final int INDEX_KEY = 4;
    static final int REGISTRATION = 5;
    static final int TENANT = 6;
    static final int DEADLINE = 7;
    static final int ACCESS_TOKEN = 8;
    static final int RESOURCE = 9;
    static final int ACCESS_ISSUED_AT = 10;
    static final int ACCESS_EXPIRES_AT = 11;
    static final int SCOPES = 12;
    static final int REFRESH_TOKEN = 13;
    static final int REFRESH_EXPIRES_AT = 14;
    static final int ID_TOKEN = 15;
    static final int ISSUER = 16;
    static final int SUBJECT = 17;
    static final int PROVIDER_SESSION = 18;
    static final int LOGIN_AT = 19;
    static final int AUTHENTICATED_AT = 20;
    static final int ACR = 21;
    static final int CLAIMS = 22;

    /** Reserved: sessions have no DPoP key yet (RFC 9449). */
    static final int DPOP_KEY = 23;

    static final int OPTIONAL_FROM = 32;

    private Field() {}
  }
}
