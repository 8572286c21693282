package dev.tms.testkit.secrets;

import java.util.function.IntConsumer;

/**
 * Finds texts of one length in a long text by a rolling hash; keeps only the hashes. Not
 * thread-safe.
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

  /** Adds a text to find; false if there is no room. */
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

  /** Reports the position of each match. */
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

  /** A bounded set with eight bytes per number. Not thread-safe. */
  private static final class HashSetOfLongs {
    private final int most;
    private long[] table = new long[1 << 12];
    private int size;

    HashSetOfLongs(int most) {
      this.most = most;
    }

    /** False if the set is full. */
    boolean add(long number) {
      long key = number == 0 ? 1 : number; // 0 is an empty place
      int place = find(key);
      if (table[place] == key) {
        return true;
      }
      if (size >= most) {
        return false;
      }
      table[place] = key;
      size++;
      if (size * 2 > table.length) {
        grow();
      }
      return true;
    }

    boolean contains(long number) {
      long key = number == 0 ? 1 : number;
      return table[find(key)] == key;
    }

    int size() {
      return size;
    }

    long bytes() {
      return (long) table.length * Long.BYTES;
    }

    private void grow() {
      long[] old = table;
      table = new long[old.length * 2];
      for (long key : old) {
        if (key != 0) {
          table[find(key)] = key;
        }
      }
    }

    private int find(long key) {
      long mixed = (key ^ (key >>> 29)) * 0xBF58476D1CE4E5B9L;
      int place = (int) ((mixed ^ (mixed >>> 32)) & (table.length - 1));
      while (table[place] != 0 && table[place] != key) {
        place = (place + 1) & (table.length - 1);
      }
      return place;
    }
  }
}
