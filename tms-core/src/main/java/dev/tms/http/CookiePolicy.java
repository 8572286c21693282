package dev.tms.http;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How this service writes its cookies: over https with {@code Secure} and the {@code __Host-}
 * prefix (RFC 6265bis section 4.1.3.2), over plain http (loopback only) without both.
 *
 * @param baseName the name of the token cookie without prefix, from which all others derive
 * @param sameSite of session and antiforgery cookies
 * @param secure whether the public URL is https
 * @param maxAge how long browsers keep the cookies; null for as long as their session lasts
 */
public record CookiePolicy(
    String baseName, SameSite sameSite, boolean secure, @Nullable Duration maxAge) {
  /** Browsers refuse a cookie whose name, value and attributes are longer. */
  public static final int MAX_COOKIE_BYTES = 4096;

  public CookiePolicy {
    Objects.requireNonNull(sameSite, "sameSite");
    if (!baseName.matches("[A-Za-z0-9_-]{1,40}") || SetCookie.hasPrefix(baseName)) {
      throw new IllegalArgumentException(
          "a cookie name is 1 to 40 letters, digits, - or _, without prefix: " + baseName);
    }
    if (sameSite == SameSite.NONE && !secure) {
      throw new IllegalArgumentException("SameSite=None needs an https public URL");
    }
  }

  public CookiePolicy(String baseName, SameSite sameSite, boolean secure) {
    this(baseName, sameSite, secure, null);
  }

  /** The full name of a cookie: prefix, base name, suffix (for example {@code -csrf}). */
  public String name(String suffix) {
    return (secure ? "__Host-" : "") + baseName + suffix;
  }

  public CookiePolicy with(SameSite other) {
    return new CookiePolicy(baseName, other, secure, maxAge);
  }

  /** The same policy for cookies that browsers keep this long. */
  public CookiePolicy lasting(Duration time) {
    return new CookiePolicy(baseName, sameSite, secure, time);
  }

  public SetCookie set(String suffix, String value) {
    return new SetCookie(name(suffix), value, sameSite, secure, false, maxAge);
  }

  public SetCookie clear(String suffix) {
    return new SetCookie(name(suffix), "", sameSite, secure, true, maxAge);
  }
}
