package dev.tms.compact;

import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.compact.TextPacker.Atom;
import java.util.Arrays;

/** Reads what {@link TextPacker} wrote. Not thread-safe. */
final class TextUnpacker {
  private static final int TIME_DIGITS = 10;

  private final byte[] text;
  private final ByteSource values;
  private final long baseTime;
  private final ByteSink out;
  private int position;
  private int[] known = new int[32];
  private int knownCount;

  TextUnpacker(byte[] text, ByteSource values, long baseTime, int limit) {
    this.text = text;
    this.values = values;
    this.baseTime = baseTime;
    this.out = new ByteSink(2 * text.length + 64, limit);
  }

  byte[] array() {
    return out.array();
  }

  /** As {@link TextPacker#know}. */
  void know(byte[] word) {
    int start = out.size();
    out.put(word);
    remember(start);
  }

  /** Reads one text to the end of {@link #array()}, and returns its start. */
  int next() {
    int start = out.size();
    while (true) {
      int run = position;
      while (position < text.length && (text[position] < 0 || text[position] > Atom.HIGHEST)) {
        position++;
      }
      out.put(text, run, position - run);
      if (position == text.length) {
        throw new MalformedException("a text without an end");
      }
      int kind = text[position++];
      if (kind == Atom.END) {
        return start;
      }
      atom(kind);
    }
  }

  int end() {
    return out.size();
  }

  boolean isAtEnd() {
    return position == text.length;
  }

  private void atom(int kind) {
    switch (kind) {
      case Atom.TIME -> time(values.signed() + baseTime);
      case Atom.ESCAPED -> out.put(values.next());
      case Atom.UUID, Atom.BASE64URL, Atom.LOWER_HEX, Atom.UPPER_HEX -> {
        long head = values.varint();
        if ((head & 1) == 0) {
          fresh(kind, head >>> 1);
        } else {
          repeated(head >>> 1);
        }
      }
      default -> throw new MalformedException("an unknown atom");
    }
  }

  private void time(long seconds) {
    if (seconds < 1_000_000_000L || seconds > 1_999_999_999L) {
      throw new MalformedException("a time out of range");
    }
    int start = out.reserve(TIME_DIGITS);
    int rest = (int) seconds;
    for (int i = start + TIME_DIGITS - 1; i >= start; i--) {
      out.array()[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  private void fresh(int kind, long length) {
    if (length > Atom.MOST_BYTES || (kind == Atom.UUID && length != 16)) {
      throw new MalformedException("a value of the wrong length");
    }
    int bytes = (int) length;
    int from = values.take(bytes);
    int start = out.size();
    if (kind == Atom.BASE64URL) {
      Base64Url.encode(values.array(), from, bytes, out);
    } else {
      hex(kind, from, bytes);
    }
    remember(start);
  }

  private void remember(int start) {
    if (known.length == 2 * knownCount) {
      known = Arrays.copyOf(known, 2 * known.length);
    }
    known[2 * knownCount] = start;
    known[2 * knownCount + 1] = out.size() - start;
    knownCount++;
  }

  private void hex(int kind, int from, int length) {
    String digits = kind == Atom.UPPER_HEX ? Atom.UPPER_DIGITS : Atom.LOWER_DIGITS;
    for (int i = 0; i < length; i++) {
      if (kind == Atom.UUID && Atom.dashBefore(2 * i)) {
        out.put('-');
      }
      int value = values.array()[from + i];
      out.put(digits.charAt(value >> 4 & 15));
      out.put(digits.charAt(value & 15));
    }
  }

  private void repeated(long number) {
    if (number >= knownCount) {
      throw new MalformedException("an unknown value");
    }
    out.repeat(known[2 * (int) number], known[2 * (int) number + 1]);
  }
}
