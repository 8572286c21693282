package dev.tms.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.http.Request;
import dev.tms.http.SetCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Antiforgery tokens. A random value is held in a cookie and, once a user has signed in, in the
 * session; clients send it, sealed, as a token in a header. With a session the cookie is ignored,
 * so a planted cookie is useless.
 *
 * <p>Cookie and token are sealed for different uses: neither can be forged or replace the other.
 * Thread-safe.
 */
public final class Antiforgery {
  /** The request header that carries the token. */
  public static final String HEADER = "RequestVerificationToken";

  private static final String COOKIE_SUFFIX = "-csrf";
  private static final byte[] AS_COOKIE = "cookie".getBytes(US_ASCII);
  private static final byte[] AS_TOKEN = "token".getBytes(US_ASCII);
  private static final int MAX_LENGTH = 256;

  private final Sealer sealer;
  private final CookiePolicy policy;

  public Antiforgery(Sealer sealer, CookiePolicy policy) {
    this.sealer = sealer;
    this.policy = policy;
  }

  /** Returns the value in the cookie; empty if the cookie is absent, ambiguous or does not open. */
  public Optional<Value> fromCookie(Cookies cookies) {
    return openCookie(cookies).map(opened -> new Value(opened.plain()));
  }

  public SetCookie cookie(Value value) {
    return policy.set(
        COOKIE_SUFFIX, sealer.sealText(Purpose.ANTIFORGERY, value.bytes(), AS_COOKIE));
  }

  /** Returns the cookie to set; empty if the browser's has this value under the primary key. */
  public Optional<SetCookie> repair(Cookies cookies, Value value) {
    boolean good =
        openCookie(cookies)
            .filter(opened -> !opened.stale())
            .filter(opened -> value.equals(new Value(opened.plain())))
            .isPresent();
    return good ? Optional.empty() : Optional.of(cookie(value));
  }

  /** Returns the cookie that deletes the value: at logout only. */
  public SetCookie clear() {
    return policy.clear(COOKIE_SUFFIX);
  }

  /** Returns a new token that {@link #matches} this value. */
  public String token(Value value) {
    return sealer.sealText(Purpose.ANTIFORGERY, value.bytes(), AS_TOKEN);
  }

  /** Returns whether the request has exactly one header with a token of this value. */
  public boolean matches(Request request, Value expected) {
    List<String> headers = request.headers(HEADER);
    return headers.size() == 1 && matches(headers.get(0), expected);
  }

  /** Returns whether the header is a token of this value. Compares in constant time. */
  public boolean matches(@Nullable String header, Value expected) {
    return header != null
        && open(header, AS_TOKEN)
            .filter(opened -> expected.equals(new Value(opened.plain())))
            .isPresent();
  }

  private Optional<Opened> openCookie(Cookies cookies) {
    String text = cookies.value(policy.name(COOKIE_SUFFIX));
    return text == null ? Optional.empty() : open(text, AS_COOKIE);
  }

  private Optional<Opened> open(String text, byte[] use) {
    return text.length() > MAX_LENGTH
        ? Optional.empty()
        : sealer
            .openText(Purpose.ANTIFORGERY, text, use)
            .filter(opened -> opened.plain().length == Value.BYTES);
  }

  /**
   * The random value behind a session's antiforgery tokens: 128 bits. Immutable.
   *
   * @param bytes 16 bytes
   */
  public record Value(byte[] bytes) {
    public static final int BYTES = 16;

    /**
     * Copies the bytes.
     *
     * @throws IllegalArgumentException if there are not 16 bytes
     */
    public Value {
      if (bytes.length != BYTES) {
        throw new IllegalArgumentException(
            "an antiforgery value has 16 bytes, got " + bytes.length);
      }
      bytes = bytes.clone();
    }

    public static Value random(SecureRandom random) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      return new Value(bytes);
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Value value && MessageDigest.isEqual(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Antiforgery.Value[redacted]";
    }
  }
}
