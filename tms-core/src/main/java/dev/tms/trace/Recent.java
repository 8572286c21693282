package dev.tms.trace;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Values that were masked lately, to be masked wherever they are quoted: secrets also in pieces of
 * eight characters, in upper and lower case, and in the usual encodings. Keeps the latest {@value
 * #MOST_CHARACTERS} characters of them. Thread-safe.
 */
final class Recent {
  /** Stands in a text where something was. */
  static final char MARK = '\uE000';

  /** How a value is looked for. */
  enum Kind {
    /** Whole, and only in sentences: a name may well be a part of an address. */
    IN_SENTENCES,
    /** Whole, everywhere. */
    WHOLE,
    /** In pieces, everywhere. */
    PIECES
  }

  static final int MOST_CHARACTERS = 256 * 1024;
  private static final int SHORTEST = 4;
  private static final int LONGEST = 8 * 1024;
  private static final int PIECE = 8;
  // of identifiers and addresses a shorter piece may be the name that a secret was made of
  private static final int LONG_PIECE = 16;

  private final Map<String, Kind> values = new LinkedHashMap<>(64, 0.75f, true); // guarded by this
  private final Map<Long, Integer> pieces = new HashMap<>(); // guarded by this
  private final Set<String> everywhere = new HashSet<>(); // guarded by this
  private final Set<String> inSentences = new HashSet<>(); // guarded by this
  private int characters; // guarded by this

  /** Looks for this value from now on. */
  synchronized void add(String value, Kind kind) {
    if (value.length() < SHORTEST) {
      return;
    }
    String plain = normal(value.length() > LONGEST ? value.substring(0, LONGEST) : value);
    Kind before = values.get(plain);
    if (before != null && before.compareTo(kind) >= 0) {
      return;
    }
    if (before != null) {
      forget(plain, before);
    }
    values.put(plain, kind);
    characters += plain.length();
    if (kind == Kind.PIECES) {
      count(plain, 1);
    }
    if (kind == Kind.IN_SENTENCES) {
      inSentences.add(plain);
    } else if (kind == Kind.WHOLE || plain.length() < LONG_PIECE) {
      everywhere.add(plain);
    }
    Iterator<Map.Entry<String, Kind>> eldest = values.entrySet().iterator();
    while (characters > MOST_CHARACTERS) {
      Map.Entry<String, Kind> gone = eldest.next();
      eldest.remove();
      forget(gone.getKey(), gone.getValue());
    }
  }

  private void forget(String plain, Kind kind) {
    characters -= plain.length();
    if (kind == Kind.PIECES) {
      count(plain, -1);
    }
    everywhere.remove(plain);
    inSentences.remove(plain);
  }

  private void count(String plain, int by) {
    for (int i = 0; i + PIECE <= plain.length(); i++) {
      pieces.merge(packed(plain, i), by, (a, b) -> a + b == 0 ? null : a + b);
    }
  }

  /**
   * The text with a {@link #MARK} for each stretch of it that is, or is a part of, a value.
   *
   * @param shape of the text
   */
  synchronized String masked(String text, Shape shape) {
    String plain = normal(text);
    boolean isSentence = shape == Shape.SENTENCE;
    BitSet found = inPieces(plain, isSentence || shape == Shape.WORDS ? PIECE : LONG_PIECE);
    everywhere.forEach(value -> findWhole(plain, value, value.length() < PIECE, found));
    if (isSentence) {
      inSentences.forEach(value -> findWhole(plain, value, true, found));
    }
    return found.isEmpty() ? text.replace(MARK, '?') : marked(text, found);
  }

  private BitSet inPieces(String plain, int least) {
    BitSet found = new BitSet(plain.length());
    for (int i = 0; i + PIECE <= plain.length(); i++) {
      if (pieces.containsKey(packed(plain, i))) {
        found.set(i, i + PIECE);
      }
    }
    for (int from = found.nextSetBit(0); from >= 0; ) {
      int to = found.nextClearBit(from);
      if (to - from < least) {
        found.clear(from, to);
      } else {
        // what stands right beside a piece is the next one, cut off
        widen(plain, from, to, found);
      }
      from = found.nextSetBit(to);
    }
    return found;
  }

  private static void widen(String plain, int from, int to, BitSet found) {
    int before = from;
    while (before > 0 && isPartOfToken(plain.charAt(before - 1))) {
      before--;
    }
    int after = to;
    while (after < plain.length() && isPartOfToken(plain.charAt(after))) {
      after++;
    }
    found.set(before, after);
  }

  private static void findWhole(String plain, String value, boolean alone, BitSet found) {
    for (int at = plain.indexOf(value); at >= 0; at = plain.indexOf(value, at + 1)) {
      int end = at + value.length();
      boolean isInWord =
          (at > 0 && Character.isLetterOrDigit(plain.charAt(at - 1)))
              || (end < plain.length() && Character.isLetterOrDigit(plain.charAt(end)));
      if (!alone || !isInWord) {
        found.set(at, end);
      }
    }
  }

  private static String marked(String text, BitSet found) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!found.get(i)) {
        char c = text.charAt(i);
        out.append(c == MARK ? '?' : c);
      } else if (i == 0 || !found.get(i - 1)) {
        out.append(MARK);
      }
    }
    return out.toString();
  }

  private static boolean isPartOfToken(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  }

  /** Character for character, without case, and one for both alphabets of base64. */
  private static String normal(String text) {
    char[] plain = text.toCharArray();
    for (int i = 0; i < plain.length; i++) {
      plain[i] =
          switch (plain[i]) {
            case '+' -> '-';
            case '/' -> '_';
            default -> Character.toLowerCase(plain[i]);
          };
    }
    return new String(plain);
  }

  private static long packed(String plain, int at) {
    long packed = 0;
    for (int i = at; i < at + PIECE; i++) {
      char c = plain.charAt(i);
      packed = (packed << 8) | ((c ^ (c >> 8)) & 0xFF);
    }
    // one to one, and spread: the hash of a Long would bring letters together
    return packed * 0x9E3779B97F4A7C15L;
  }
}
