package dev.tms.token;

import dev.tms.token.CompactReader.MalformedException;
import dev.tms.token.CompactWriter.JwtParts;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * A token that was read and not joined yet: most requests look at one of a session's three.
 * Immutable, though the texts that it points into may still grow behind them.
 */
final class PackedToken implements Supplier<String> {
  private final TextUnpacker texts;
  private final byte[] source;
  private final int[] starts;
  private final int[] lengths;
  private final int json;

  /**
   * Reads the parts of a token.
   *
   * @param json a bit for each part, lowest first: whether it is a text
   * @throws MalformedException if that is no token
   */
  PackedToken(TextUnpacker texts, ByteSource from, int count, int json) {
    if (count < 1 || count > JwtParts.MOST || json >> count != 0) {
      throw new MalformedException("an unknown form of token");
    }
    this.texts = texts;
    this.source = from.array();
    this.starts = new int[count];
    this.lengths = new int[count];
    this.json = json;
    for (int i = 0; i < count; i++) {
      if (isText(i)) {
        starts[i] = texts.next();
        lengths[i] = texts.end() - starts[i];
      } else {
        lengths[i] = from.length();
        starts[i] = from.take(lengths[i]);
      }
    }
    if (length() == 0) {
      throw new MalformedException("an empty token");
    }
    if (length() > 2 * CompactWriter.LIMIT) {
      throw new MalformedException("more than " + 2 * CompactWriter.LIMIT + " characters of token");
    }
  }

  @Override
  public String get() {
    byte[] token = new byte[length()];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (i > 0) {
        token[at++] = '.';
      }
      byte[] from = isText(i) ? texts.array() : source;
      at = Base64Url.encode(from, starts[i], lengths[i], token, at);
    }
    return new String(token, StandardCharsets.ISO_8859_1);
  }

  private int length() {
    int characters = lengths.length - 1;
    for (int bytes : lengths) {
      characters += (4 * bytes + 2) / 3;
    }
    return characters;
  }

  private boolean isText(int part) {
    return (json >> part & 1) != 0;
  }
}
