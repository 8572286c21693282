package dev.tms.token;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates raw deflate (RFC 1951) to a length that is known and checked before any work. */
final class BoundedInflater {
  private BoundedInflater() {}

  /**
   * Exactly that many bytes; the source then stands behind the deflated ones.
   *
   * @throws MalformedException if that is more than the limit, or not what is inflated
   */
  static byte[] inflate(ByteSource source, long inflatedLength, int limit) {
    if (inflatedLength < 0 || inflatedLength > limit) {
      throw new MalformedException("more than " + limit + " bytes of text");
    }
    byte[] inflated = new byte[(int) inflatedLength];
    // a new one each time: with its dictionary it costs little more than one that is reset, and
    // needs no pool that threads share
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(Dictionary.bytes());
      inflater.setInput(source.array(), source.position(), source.remaining());
      int done = 0;
      while (done < inflated.length) {
        int read = inflater.inflate(inflated, done, inflated.length - done);
        if (read == 0) {
          throw new MalformedException("shorter than it says");
        }
        done += read;
      }
      // the mark of the end may still be unread, and here a bomb would go on
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) != 0;
      if (more || !inflater.finished()) {
        throw new MalformedException("longer than it says");
      }
      source.take(source.remaining() - inflater.getRemaining());
      return inflated;
    } catch (DataFormatException e) {
      throw new MalformedException("not deflated text");
    } finally {
      inflater.end();
    }
  }
}
