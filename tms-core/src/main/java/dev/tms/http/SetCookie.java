package dev.tms.http;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A cookie to set, with {@code HttpOnly} and {@code Path=/}, without {@code Domain}; or, with
 * {@code clear}, to delete. Browsers ignore a deletion that does not repeat name, path and
 * attributes.
 *
 * @param name includes the prefix, if any
 * @param value base64url text; empty if cleared
 * @param sameSite the SameSite attribute
 * @param secure whether it is sent over https only
 * @param clear whether the browser deletes it
 * @param maxAge null for a cookie that lasts as long as the browser session
 */
public record SetCookie(
    String name,
    String value,
    SameSite sameSite,
    boolean secure,
    boolean clear,
    @Nullable Duration maxAge) {
  /**
   * Checks name and value against RFC 6265 section 4.1.1.
   *
   * @throws IllegalArgumentException if browsers or servers would reject the cookie
   */
  public SetCookie {
    if (!Header.isToken(name)) {
      throw new IllegalArgumentException("not a cookie name: " + name);
    }
    if (!value.chars().allMatch(SetCookie::isValueChar)) {
      throw new IllegalArgumentException("not a cookie value for " + name);
    }
    if (clear && !value.isEmpty()) {
      throw new IllegalArgumentException("a cleared cookie has no value: " + name);
    }
    // RFC 6265bis 5.7: browsers silently drop such cookies
    if (!secure && (sameSite == SameSite.NONE || hasPrefix(name))) {
      throw new IllegalArgumentException("this cookie must be Secure: " + name);
    }
  }

  /** The value of the {@code Set-Cookie} field. */
  public String serialize() {
    StringBuilder text = new StringBuilder(name.length() + value.length() + 64);
    text.append(name).append('=').append(value).append("; Path=/");
    if (clear) {
      text.append("; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    } else if (maxAge != null) {
      text.append("; Max-Age=").append(maxAge.toSeconds());
    }
    if (secure) {
      text.append("; Secure");
    }
    return text.append("; HttpOnly; SameSite=").append(sameSite.attribute()).toString();
  }

  /** The {@code Set-Cookie} header field. */
  public Header header() {
    return new Header("Set-Cookie", serialize());
  }

  /** The size that browsers limit to 4,096 bytes: name, value and attributes. */
  public int size() {
    return serialize().length();
  }

  /** Omits the value. */
  @Override
  public String toString() {
    return "SetCookie[" + name + (clear ? ", cleared]" : "]");
  }

  /** Whether the name has a prefix that requires https (RFC 6265bis section 4.1.3). */
  public static boolean hasPrefix(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("__host-") || lower.startsWith("__secure-");
  }

  private static boolean isValueChar(int c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
  }
}
