package dev.tms.registration;

import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Secret hashes of the IdentityServer family: SHA-256 of the UTF-8 text, in base64 with padding.
 * SHA-512 is also accepted. There is no salt, so a secret must not be guessable.
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

  /** Hashes a secret with SHA-512, which these providers also accept. */
  public static Secret sha512(Secret clear) {
    return Secret.of(digest("SHA-512", clear));
  }

  public static boolean matches(Secret hash, Secret clear) {
    return hash.equals(of(clear)) || hash.equals(sha512(clear));
  }

  /** Whether a value looks like such a hash: base64 of 32 or 64 bytes. */
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

  /** Whether a value is a mask, such as {@code ***} or {@code (hidden)}, not a secret. */
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
      // SHA-256 is required on every Java platform, and all have SHA-512
      throw new AssertionError(e);
    }
  }
}
