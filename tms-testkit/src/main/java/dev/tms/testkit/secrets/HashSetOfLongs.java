package dev.tms.testkit.secrets;

/** Numbers, eight bytes each, up to a limit. Not thread-safe. */
final class HashSetOfLongs {
  private final int most;
  private long[] table = new long[1 << 12];
  private int size;

  HashSetOfLongs(int most) {
    this.most = most;
  }

  /** False where it is full. */
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
