package dev.tms.testkit.secrets;

import java.util.function.IntConsumer;

/**
 * Finds texts of one length in a long text, by a hash that rolls along: of each text only the hash
 * is kept. Not thread-safe.
 */
final class Windows {
  private static final long BASE = 0x100000001B3L;

  private final int length;
  private final HashSetOfLongs hashes;
  private final long highest;

  Windows(int length, int most) {
    this.length = length;
    this.hashes = new HashSetOfLongs(most);
    long power = 1;
    for (int i = 1; i < length; i++) {
      power *= BASE;
    }
    this.highest = power;
  }

  /** Looks for these bytes from now on; false where there is no room any more. */
  boolean add(byte[] text, int from) {
    long hash = 0;
    for (int i = from; i < from + length; i++) {
      hash = hash * BASE + text[i];
    }
    return hashes.add(hash);
  }

  int size() {
    return hashes.size();
  }

  long bytes() {
    return hashes.bytes();
  }

  /** Tells where a text begins that is looked for. */
  void scan(byte[] text, int end, IntConsumer found) {
    if (hashes.size() == 0 || end < length) {
      return;
    }
    long hash = 0;
    for (int i = 0; i < end; i++) {
      if (i >= length) {
        hash -= text[i - length] * highest;
      }
      hash = hash * BASE + text[i];
      if (i >= length - 1 && hashes.contains(hash)) {
        found.accept(i - length + 1);
      }
    }
  }
}
