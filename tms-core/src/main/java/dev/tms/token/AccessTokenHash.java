package dev.tms.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The value of {@code at_hash} in an ID token (OpenID Connect Core 3.1.3.6) for the signature
 * algorithms that hash with SHA-256. It follows from the access token, so nothing needs to keep it.
 */
final class AccessTokenHash {
  private AccessTokenHash() {}

  static byte[] of(Secret accessToken) {
    ByteSink text = new ByteSink(22, 22);
    byte[] hash = sha256().digest(accessToken.reveal().getBytes(StandardCharsets.UTF_8));
    Base64Url.encode(hash, 0, hash.length / 2, text);
    return text.toByteArray();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
