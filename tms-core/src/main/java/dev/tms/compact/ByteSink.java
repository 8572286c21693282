package dev.tms.compact;

import dev.tms.compact.CompactReader.MalformedException;
import java.util.Arrays;

/** A growing byte buffer with a limit. Not thread-safe. */
final class ByteSink {
  private final int limit;
  private byte[] bytes;
  private int size;

  ByteSink(int capacity, int limit) {
    this.bytes = new byte[Math.min(capacity, limit)];
    this.limit = limit;
  }

  int size() {
    return size;
  }

  /** The backing array, valid up to {@link #size()} until the next write. */
  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void put(int value) {
    if (size == bytes.length) {
      room(1);
    }
    bytes[size++] = (byte) value;
  }

  void put(byte[] source) {
    put(source, 0, source.length);
  }

  void put(byte[] source, int from, int length) {
    room(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
  }

  /** Seven bits per byte, lowest first; the high bit is set if more bytes follow. */
  void putVarint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
  }

  /** As {@link #putVarint}, with the sign in the lowest bit. */
  void putSigned(long value) {
    putVarint((value << 1) ^ (value >> 63));
  }

  private void room(int more) {
    if (more > limit - size) {
      throw new MalformedException("more than " + limit + " bytes");
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(size + more, 2 * bytes.length)));
    }
  }
}
