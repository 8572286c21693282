package dev.tms.store.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What needs more than one command of the server, as a script of one key: it runs alone there, and
 * on every kind of deployment.
 *
 * @param text in Lua
 * @param digest the name that the server keeps it under
 */
record Script(String text, String digest) {
  /**
   * Stored values begin with their version. Arguments: that version as 8 bytes; the new value with
   * its version; time to live in milliseconds.
   */
  static final Script REPLACE =
      of(
          """
          if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
          redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
          return 1
          """);

  /** Argument: the version as 8 bytes. */
  static final Script REMOVE =
      of(
          """
          if redis.call('GETRANGE', KEYS[1], 0, 7) ~= ARGV[1] then return 0 end
          return redis.call('DEL', KEYS[1])
          """);

  private static Script of(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII));
      return new Script(text, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-1", e);
    }
  }
}
