package dev.tms.testkit.browser;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cookie in a jar.
 *
 * @param name the name
 * @param value the value
 * @param host the host that set it, lower case
 * @param path the {@code Path}
 * @param secure whether it is {@code Secure}
 * @param httpOnly whether it is {@code HttpOnly}
 * @param sameSite {@code Strict}, {@code Lax}, {@code None}, or empty if absent
 * @param expires null for a session cookie
 * @param header the complete header value
 */
public record JarCookie(
    String name,
    String value,
    String host,
    String path,
    boolean secure,
    boolean httpOnly,
    String sameSite,
    @Nullable Instant expires,
    String header) {

  /** Omits the value. */
  @Override
  public String toString() {
    return "JarCookie[" + name + " at " + host + path + "]";
  }
}
