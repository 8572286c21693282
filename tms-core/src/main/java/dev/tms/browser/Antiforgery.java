package dev.tms.browser;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tms.http.CookiePolicy;
import dev.tms.http.Cookies;
import dev.tms.http.Request;
import dev.tms.http.SetCookie;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Antiforgery tokens. A random value is kept in a cookie and, once a user has signed in, in the
 * session; the token that a client sends in a header is that value sealed. With a session the
 * cookie is not consulted, so a cookie that another party has planted is of no use.
 *
 * <p>The cookie's value is sealed as well, for another use than the token: neither can be made up,
 * and neither can stand in for the other. Thread-safe.
 */
public final class Antiforgery {
  /** The header that carries the token. */
  public static final String HEADER = "RequestVerificationToken";

  private static final String COOKIE_SUFFIX = "-csrf";
  private static final byte[] AS_COOKIE = "cookie".getBytes(US_ASCII);
  private static final byte[] AS_TOKEN = "token".getBytes(US_ASCII);
  private static final int MAX_LENGTH = 256;

  private final Sealer sealer;
  private final CookiePolicy policy;

  /** Tokens and cookies sealed by this sealer; cookies as the policy says. */
  public Antiforgery(Sealer sealer, CookiePolicy policy) {
    this.sealer = sealer;
    this.policy = policy;
  }

  /** The value in the cookie; empty where there is none, it is ambiguous, or it does not open. */
  public Optional<AntiforgeryValue> fromCookie(Cookies cookies) {
    return openCookie(cookies).map(opened -> AntiforgeryValue.of(opened.plain()));
  }

  /** The cookie that holds this value. */
  public SetCookie cookie(AntiforgeryValue value) {
    return policy.set(
        COOKIE_SUFFIX, sealer.sealText(Purpose.ANTIFORGERY, value.bytes(), AS_COOKIE));
  }

  /**
   * The cookie to set so that the browser's agrees with the value: empty where it does already, and
   * is sealed under the present key.
   */
  public Optional<SetCookie> repair(Cookies cookies, AntiforgeryValue value) {
    boolean good =
        openCookie(cookies)
            .filter(opened -> !opened.stale())
            .filter(opened -> value.equals(AntiforgeryValue.of(opened.plain())))
            .isPresent();
    return good ? Optional.empty() : Optional.of(cookie(value));
  }

  /** The cookie that clears the value: at log-out only. */
  public SetCookie clear() {
    return policy.clear(COOKIE_SUFFIX);
  }

  /** A token that {@link #matches} this value. Two tokens of one value differ. */
  public String token(AntiforgeryValue value) {
    return sealer.sealText(Purpose.ANTIFORGERY, value.bytes(), AS_TOKEN);
  }

  /** Whether the request has exactly one header with a token of this value. */
  public boolean matches(Request request, AntiforgeryValue expected) {
    List<String> headers = request.headers(HEADER);
    return headers.size() == 1 && matches(headers.get(0), expected);
  }

  /** Whether the header's value is a token of this value. Compares in constant time. */
  public boolean matches(@Nullable String header, AntiforgeryValue expected) {
    return header != null
        && open(header, AS_TOKEN)
            .filter(opened -> expected.equals(AntiforgeryValue.of(opened.plain())))
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
            .filter(opened -> opened.plain().length == AntiforgeryValue.BYTES);
  }
}
