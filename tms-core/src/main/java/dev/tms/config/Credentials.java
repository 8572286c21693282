package dev.tms.config;

import java.util.regex.Pattern;

/** User and password within a URL: refused, and kept out of every message. */
final class Credentials {
  private static final Pattern HOST_ALONE =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#@\\\\]+([/?#].*)?", Pattern.DOTALL);

  private Credentials() {}

  /** Whether there is an at sign, unless it is clearly behind scheme, host and port. */
  static boolean mayBeIn(String url) {
    return url.contains("@") && !HOST_ALONE.matcher(url).matches();
  }
}
