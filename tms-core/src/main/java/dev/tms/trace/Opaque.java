package dev.tms.trace;

import java.util.regex.Pattern;

/**
 * Tells what looks made by a machine from what looks written by people: tokens, codes and hashes
 * from words, versions and numbers. It errs towards the former.
 */
final class Opaque {
  /** A run of characters that tokens are made of. */
  static final Pattern RUN = Pattern.compile("[A-Za-z0-9_+/=~.-]{8,}");

  private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]+");
  // names of requests and tenants are mostly these; a secret that is one has a secret's name
  private static final Pattern UUID =
      Pattern.compile(
          "(?i)(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])");
  // AADSTS7000215, sha256, oauth2
  private static final Pattern NUMBERED = Pattern.compile("[A-Za-z]{2,12}[0-9]{1,8}");

  private static final Pattern MIXED =
      Pattern.compile("(?=\\S*[a-z])(?=\\S*[A-Z])(?=\\S*[0-9])(?!\\S*(?:://|@))\\S{16,}");
  private static final Pattern NO_WORD =
      Pattern.compile("(?=\\S*[A-Za-z])(?=\\S*[A-Z0-9])\\S{16,}");
  private static final Pattern UNSPEAKABLE = Pattern.compile("(?i)[b-df-hj-np-tv-xz]{6}");

  private static final int SHORTEST = 8;
  private static final int LONGEST_WORD = 30;
  private static final int LONGEST_NUMBER = 11;
  private static final int LEAST_FOR_CASE = 12;

  private Opaque() {}

  /** Whether any part of the text looks so. */
  static boolean is(String text) {
    for (String piece : SEPARATORS.split(UUID.matcher(text).replaceAll(" "), -1)) {
      if (isPiece(piece)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value as a whole looks so, also where what separates it makes short parts of it. */
  static boolean isValue(String value) {
    return MIXED.matcher(value).matches() || is(value);
  }

  /** The same of what is known to be a secret, where less is enough. */
  static boolean isSecret(String secret) {
    return NO_WORD.matcher(secret).matches() || is(secret);
  }

  private static boolean isPiece(String piece) {
    if (piece.length() < SHORTEST) {
      return false;
    }
    int digits = 0;
    int turns = 0;
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      digits += c <= '9' ? 1 : 0;
      turns += i > 0 && c >= 'A' && c <= 'Z' && piece.charAt(i - 1) >= 'a' ? 1 : 0;
    }
    if (digits == piece.length()) {
      return digits > LONGEST_NUMBER;
    }
    if (digits > 0) {
      return !NUMBERED.matcher(piece).matches();
    }
    return piece.length() > LONGEST_WORD
        || (turns > 0 && UNSPEAKABLE.matcher(piece).find())
        || (piece.length() >= LEAST_FOR_CASE && turns >= Math.max(3, piece.length() / 6));
  }
}
