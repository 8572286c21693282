package dev.tms.web;

import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How cookies are written: over https with {@code Secure} and the {@code __Host-} prefix (RFC
 * 6265bis section 4.1.3.2), over plain http (loopback only) without both. The other names derive
 * from the unprefixed {@code baseName}; without {@code maxAge}, cookies last as long as the browser
 * session.
 */
public record CookiePolicy(
    String baseName, SameSite sameSite, boolean secure, @Nullable Duration maxAge) {
  /** Browsers reject a cookie whose name, value and attributes exceed this size. */
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

  /** The full name of a cookie: prefix, base name, and a suffix such as {@code -csrf}. */
  public String name(String suffix) {
    return (secure ? "__Host-" : "") + baseName + suffix;
  }

  public CookiePolicy with(SameSite other) {
    return new CookiePolicy(baseName, other, secure, maxAge);
  }

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
