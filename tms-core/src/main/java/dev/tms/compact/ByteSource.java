package dev.tms.compact;

import dev.tms.compact.CompactReader.MalformedException;
import java.util.Arrays;

/** A bounds-checked reader of bytes. Not thread-safe. */
final class ByteSource {
  private final byte[] bytes;
  private int position;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  byte[] array() {
    return bytes;
  }

  int position() {
    return position;
  }

  int remaining() {
    return bytes.length - position;
  }

  int next() {
    if (position == bytes.length) {
      throw new MalformedException("cut off");
    }
    return bytes[position++] & 0xFF;
  }

  /** Skips bytes, and returns their start. */
  int take(int length) {
    if (length > remaining()) {
      throw new MalformedException("cut off");
    }
    int start = position;
    position += length;
    return start;
  }

  int length() {
    long length = varint();
    if (length < 0 || length > remaining()) {
      throw new MalformedException("cut off");
    }
    return (int) length;
  }

  /** Length-prefixed bytes. */
  byte[] bytes() {
    int start = take(length());
    return Arrays.copyOfRange(bytes, start, position);
  }

  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number of more than 64 bits");
  }

  long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }
}
