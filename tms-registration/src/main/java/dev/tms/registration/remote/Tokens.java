package dev.tms.registration.remote;

import dev.tms.token.Secret;
import java.util.regex.Pattern;

/** The form of bearer tokens. */
final class Tokens {
  static final int MAX_CHARACTERS = 64 << 10;

  // RFC 6750 2.1: b64token
  private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private Tokens() {}

  /** The token without white space around it. */
  static Secret checked(String text) {
    String token = text.strip();
    if (!B64TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException(
          "not a bearer token: it must be letters, digits and . _ ~ + / - with = at the end");
    }
    return Secret.of(token);
  }
}
