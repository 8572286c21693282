package dev.tms.session;

import dev.tms.compact.CompactReader;
import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.session.SessionWriter.Field;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes one session that {@link SessionWriter} encoded; its fields may come in any order. Tokens
 * and claims are put together on first use. Not thread-safe; the session is.
 */
public final class SessionReader {
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

  private SessionReader(CompactReader in) {
    this.in = in;
    this.issuedAt = Instant.ofEpochSecond(in.baseTime());
    this.accessIssuedAt = issuedAt;
    this.loginAt = issuedAt;
  }

  /**
   * Empty if the bytes are damaged, too many or of another version. Claims that are no JSON object
   * are found on first use, which then throws {@link MalformedException}.
   */
  public static Optional<Session> decode(byte[] bytes) {
    try {
      return Optional.of(
          new SessionReader(new CompactReader(bytes, SessionWriter.VERSION)).session());
    } catch (MalformedException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private Session session() {
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
        new Antiforgery.Value(sized(antiforgery)),
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
      case Field.CLAIMS -> claims = claims(in.textLater());
      default -> {
        if (field < Field.OPTIONAL_FROM) {
          throw new MalformedException("a field that must be known");
        }
        in.skip();
      }
    }
  }

  private static Claims claims(Supplier<byte[]> json) {
    return Claims.later(
        () ->
            Json.read(json.get())
                .orElseThrow(() -> new MalformedException("claims that are no object")));
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
        || accessTokens.size() > SessionWriter.MOST_ACCESS_TOKENS) {
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
