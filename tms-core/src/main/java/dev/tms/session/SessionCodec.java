package dev.tms.session;

import dev.tms.compact.CompactReader;
import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.compact.CompactWriter;
import dev.tms.text.Json;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encodes and decodes sessions in the format of {@code docs/session-format.md}. Thread-safe.
 *
 * <p>Times are rounded down to whole seconds. A decoded session is encoded and decoded without
 * change.
 */
public final class SessionCodec {
  /** The only supported version of the format. */
  static final int VERSION = 1;

  static final int MOST_ACCESS_TOKENS = 64;

  private SessionCodec() {}

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

  /** Empty if the bytes are damaged, too many or of another version. */
  public static Optional<Session> decode(byte[] bytes) {
    try {
      return Optional.of(new Reader(new CompactReader(bytes, VERSION)).read());
    } catch (MalformedException | DateTimeException e) {
      return Optional.empty();
    }
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

  /** Reads one session; its fields may come in any order. */
  static final class Reader {
    private static final int BYTES_OF_ID = 16;
    private static final long ACCESS_FIELDS =
        1L << Field.ACCESS_TOKEN
            | 1L << Field.RESOURCE
            | 1L << Field.ACCESS_ISSUED_AT
            | 1L << Field.ACCESS_EXPIRES_AT
            | 1L << Field.SCOPES;

    private final CompactReader in;
    private final Instant issuedAt;
    private final Map<String, AccessToken> accessTokens = new LinkedHashMap<>(4);
    private long seen;

    private byte @Nullable [] id;
    private byte @Nullable [] antiforgery;
    private int generation;
    private int indexKeyId;
    private String registration = "";
    private @Nullable String tenant;
    private @Nullable Instant deadline;

    private @Nullable Secret accessToken;
    private String resource = TokenSet.DEFAULT_RESOURCE;
    private Instant accessIssuedAt;
    private @Nullable Instant accessExpiresAt;
    private Scopes scopes = Scopes.NONE;

    private @Nullable Secret refreshToken;
    private @Nullable Instant refreshExpiresAt;
    private @Nullable Secret idToken;

    private @Nullable String issuer;
    private @Nullable String subject;
    private @Nullable String providerSession;
    private Instant loginAt;
    private @Nullable Instant authenticatedAt;
    private @Nullable String acr;
    private Claims claims = Claims.NONE;

    Reader(CompactReader in) {
      this.in = in;
      this.issuedAt = Instant.ofEpochSecond(in.baseTime());
      this.accessIssuedAt = issuedAt;
      this.loginAt = issuedAt;
    }

    Session read() {
      for (int field = in.next(); field != 0; field = in.next()) {
        if (field == Field.ACCESS_TOKEN) {
          finishAccessToken();
        }
        once(field);
        read(field);
      }
      finishAccessToken();
      return new Session(
          SessionId.of(sized(id)),
          generation,
          indexKeyId,
          registration,
          tenant,
          new User(
              present(issuer),
              present(subject),
              providerSession,
              loginAt,
              authenticatedAt,
              acr,
              claims),
          issuedAt,
          present(deadline),
          AntiforgeryValue.of(sized(antiforgery)),
          new TokenSet(accessTokens, refreshToken, refreshExpiresAt, idToken));
    }

    private void read(int field) {
      switch (field) {
        case Field.ID -> id = in.bytes();
        case Field.ANTIFORGERY -> antiforgery = in.bytes();
        case Field.GENERATION -> generation = toInt(in.number(), 0);
        case Field.INDEX_KEY -> indexKeyId = toInt(in.number(), Integer.MIN_VALUE);
        case Field.REGISTRATION -> registration = string();
        case Field.TENANT -> tenant = string();
        case Field.DEADLINE -> deadline = time();
        case Field.ACCESS_TOKEN -> accessToken = in.accessToken();
        case Field.RESOURCE -> resource = string();
        case Field.ACCESS_ISSUED_AT -> accessIssuedAt = time();
        case Field.ACCESS_EXPIRES_AT -> accessExpiresAt = time();
        case Field.SCOPES -> scopes = Scopes.parse(in.text());
        case Field.REFRESH_TOKEN -> refreshToken = in.token();
        case Field.REFRESH_EXPIRES_AT -> refreshExpiresAt = time();
        case Field.ID_TOKEN -> idToken = in.token();
        case Field.ISSUER -> issuer = in.text();
        case Field.SUBJECT -> subject = in.text();
        case Field.PROVIDER_SESSION -> providerSession = in.text();
        case Field.LOGIN_AT -> loginAt = time();
        case Field.AUTHENTICATED_AT -> authenticatedAt = time();
        case Field.ACR -> acr = in.text();
        case Field.CLAIMS ->
            claims =
                new Claims(
                    Json.read(in.textBytes())
                        .orElseThrow(() -> new MalformedException("claims that are no object")));
        default -> {
          if (field < Field.OPTIONAL_FROM) {
            throw new MalformedException("a field that must be known");
          }
          in.skip();
        }
      }
    }

    /** The fields of an access token follow it. */
    private void finishAccessToken() {
      if (accessToken == null) {
        if ((seen & ACCESS_FIELDS) != 0) {
          throw new MalformedException("fields of no access token");
        }
        return;
      }
      AccessToken token =
          new AccessToken(accessToken, accessIssuedAt, present(accessExpiresAt), scopes);
      if (accessTokens.putIfAbsent(resource, token) != null
          || accessTokens.size() > SessionCodec.MOST_ACCESS_TOKENS) {
        throw new MalformedException("a resource twice, or too many");
      }
      accessToken = null;
      resource = TokenSet.DEFAULT_RESOURCE;
      accessIssuedAt = issuedAt;
      accessExpiresAt = null;
      scopes = Scopes.NONE;
      seen &= ~ACCESS_FIELDS;
    }

    private void once(int field) {
      if ((seen & 1L << field) != 0) {
        throw new MalformedException("a field twice");
      }
      seen |= 1L << field;
    }

    private Instant time() {
      return Instant.ofEpochSecond(in.time());
    }

    private String string() {
      return new String(in.bytes(), StandardCharsets.UTF_8);
    }

    private static int toInt(long value, int least) {
      if (value < least || value > Integer.MAX_VALUE) {
        throw new MalformedException("a number out of range");
      }
      return (int) value;
    }

    private static <T> T present(@Nullable T value) {
      if (value == null) {
        throw new MalformedException("a field is missing");
      }
      return value;
    }

    private static byte[] sized(byte @Nullable [] value) {
      if (value == null || value.length != BYTES_OF_ID) {
        throw new MalformedException("a value of the wrong length");
      }
      return value;
    }
  }
}
