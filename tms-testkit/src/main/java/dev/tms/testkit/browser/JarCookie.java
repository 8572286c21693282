package dev.tms.testkit.browser;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cookie as a jar keeps it.
 *
 * @param name the name
 * @param value the value
 * @param host the host that set it, lower case
 * @param path where it is sent to
 * @param secure whether only to https
 * @param httpOnly whether hidden from scripts
 * @param sameSite {@code Strict}, {@code Lax}, {@code None}, or empty where it was not said
 * @param expires null until the browser ends
 * @param header the whole header value it came with
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

  /** Leaves the value out. */
  @Override
  public String toString() {
    return "JarCookie[" + name + " at " + host + path + "]";
  }
}
