package dev.tms.registration;

import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * How providers of the IdentityServer family keep secrets: SHA-256 of the text in UTF-8, in base64
 * with padding; SHA-512 is accepted as well. There is no salt, so a secret must not be guessable.
 */
public final class SecretHash {
  private static final Pattern MASK =
      Pattern.compile(
          "[*•.x#-]+|.*(?:\\*\\*|••|redacted|hidden|masked).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private SecretHash() {}

  public static Secret of(Secret clear) {
    return Secret.of(digest("SHA-256", clear));
  }

  /** The longer hash, which these providers accept as well. */
  public static Secret sha512(Secret clear) {
    return Secret.of(digest("SHA-512", clear));
  }

  public static boolean matches(Secret hash, Secret clear) {
    return hash.equals(of(clear)) || hash.equals(sha512(clear));
  }

  /** Whether a text has the form of such a hash: base64 of 32 or 64 bytes. */
  public static boolean isHash(Secret value) {
    String text = value.reveal();
    if (text.length() != 44 && text.length() != 88) {
      return false;
    }
    try {
      int length = Base64.getDecoder().decode(text).length;
      return length == 32 || length == 64;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Whether a text stands in place of a secret that is not shown, as in the answers of many admin
   * interfaces: {@code ***}, {@code (hidden)}.
   */
  public static boolean isMask(Secret value) {
    return MASK.matcher(value.reveal()).matches();
  }

  private static String digest(String algorithm, Secret clear) {
    try {
      byte[] hash =
          MessageDigest.getInstance(algorithm)
              .digest(clear.reveal().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      // every Java platform is required to have SHA-256; all have SHA-512
      throw new AssertionError(e);
    }
  }
}
