package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * Fields in a row, each behind its length in four bytes, so that no two different rows of fields
 * give the same bytes.
 */
final class LengthPrefixed {
  private LengthPrefixed() {}

  /** These texts in UTF-8. */
  static byte[] of(String... fields) {
    byte[][] bytes = new byte[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      bytes[i] = fields[i].getBytes(UTF_8);
    }
    return append(new byte[0], bytes);
  }

  /** A row of fields, followed by further ones. */
  static byte[] append(byte[] row, byte[]... fields) {
    int length = row.length;
    for (byte[] field : fields) {
      length = Math.addExact(length, Integer.BYTES + field.length);
    }
    ByteBuffer all = ByteBuffer.allocate(length).put(row);
    for (byte[] field : fields) {
      all.putInt(field.length).put(field);
    }
    return all.array();
  }
}
