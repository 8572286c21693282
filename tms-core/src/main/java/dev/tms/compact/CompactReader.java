package dev.tms.compact;

import dev.tms.compact.CompactWriter.AccessTokenHash;
import dev.tms.compact.CompactWriter.JwtParts;
import dev.tms.compact.TextPacker.Atom;
import dev.tms.token.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads the fields that {@link CompactWriter} wrote: {@link #next()}, then the value or {@link
 * #skip()}. Does bounded work for any input, and throws only {@link MalformedException}.
 *
 * <p>Passing over a value checks all of it. Tokens and {@link #textLater} are put together on first
 * use, because most requests need one token of a session and nothing else. Not thread-safe; what it
 * has read is.
 */
public final class CompactReader {
  private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();
  private static final int TIME_DIGITS = 10;
  private static final int HASH_CHARACTERS = 22;

  /** In place of an atom: a word that is the hash of an access token. */
  private static final int HASH = 0;

  private final byte[] bytes;
  private final byte[] text;
  private final long baseTime;
  private final List<Secret> accessTokens;
  private int position;
  private int textPosition;
  private int unpacked;
  private int kind;

  /** The known words, each as its place, its length in bytes and its atom; see {@link #know}. */
  private int[] words;

  private int wordCount;

  public CompactReader(byte[] bytes, int version) {
    if (bytes.length > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes");
    }
    this.bytes = bytes;
    if (nextByte() != version) {
      throw new MalformedException("another version");
    }
    baseTime = signed();
    text = inflated(varint());
    accessTokens = new ArrayList<>(1);
    words = new int[24];
  }

  /** Reads a value again that {@code other} has passed over. */
  private CompactReader(CompactReader other, int position, int textPosition) {
    this.bytes = other.bytes;
    this.text = other.text;
    this.baseTime = other.baseTime;
    this.accessTokens = other.accessTokens;
    this.words = other.words;
    this.position = position;
    this.textPosition = textPosition;
  }

  /** In seconds since 1970. */
  public long baseTime() {
    return baseTime;
  }

  /** The number of the next field; 0 after the last. */
  public int next() {
    int tag = nextByte();
    kind = tag & 3;
    if (tag == 0) {
      checkEnd();
    } else if (tag < 4) {
      throw new MalformedException("a field without a number");
    }
    return tag >> 2;
  }

  public long number() {
    expect(CompactWriter.NUMBER);
    return signed();
  }

  /** In seconds since 1970. */
  public long time() {
    return baseTime + number();
  }

  public byte[] bytes() {
    expect(CompactWriter.BYTES);
    int start = take(length());
    return Arrays.copyOfRange(bytes, start, position);
  }

  public String text() {
    expect(CompactWriter.TEXT);
    int start = position;
    int textStart = textPosition;
    int length = skipText();
    position = start;
    textPosition = textStart;
    return new String(unpack(length), StandardCharsets.UTF_8);
  }

  /** The text in UTF-8; a new array for each call of the supplier. */
  public Supplier<byte[]> textLater() {
    expect(CompactWriter.TEXT);
    int start = position;
    int textStart = textPosition;
    int length = skipText();
    return () -> new CompactReader(this, start, textStart).unpack(length);
  }

  public Secret token() {
    expect(CompactWriter.TOKEN);
    int form = nextByte();
    return form == CompactWriter.PLAIN || form == CompactWriter.UTF_16
        ? opaque(form)
        : parts(form & 7, form >> 3);
  }

  private Secret opaque(int form) {
    int length = length();
    int start = take(length);
    if (length < (form == CompactWriter.PLAIN ? 1 : 2)) {
      throw new MalformedException("an empty token");
    }
    return Secret.later(
        form == CompactWriter.PLAIN
            ? () -> new String(bytes, start, length, StandardCharsets.UTF_8)
            : () -> ByteBuffer.wrap(bytes, start, length).asCharBuffer().toString());
  }

  /** Bit i of {@code json}, lowest first, says whether part i is a text. */
  private Secret parts(int count, int json) {
    if (count < 1 || count > JwtParts.MOST || json >> count != 0) {
      throw new MalformedException("an unknown form of token");
    }
    int start = position;
    int textStart = textPosition;
    int[] lengths = new int[count];
    int characters = count - 1;
    for (int i = 0; i < count; i++) {
      if (isText(json, i)) {
        lengths[i] = skipText();
      } else {
        lengths[i] = length();
        take(lengths[i]);
      }
      characters += base64UrlLength(lengths[i]);
    }
    if (characters == 0) {
      throw new MalformedException("an empty token");
    }
    if (characters > 2 * CompactWriter.LIMIT) {
      throw new MalformedException("more than " + 2 * CompactWriter.LIMIT + " characters of token");
    }
    int length = characters;
    return Secret.later(
        () -> new CompactReader(this, start, textStart).joined(lengths, json, length));
  }

  private String joined(int[] lengths, int json, int characters) {
    byte[] token = new byte[characters];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      if (i > 0) {
        token[at++] = '.';
      }
      ByteBuffer part =
          isText(json, i)
              ? ByteBuffer.wrap(unpack(lengths[i]))
              : ByteBuffer.wrap(bytes, take(length()), lengths[i]);
      int length = base64UrlLength(lengths[i]);
      BASE64URL.encode(part).get(token, at, length);
      at += length;
    }
    return new String(token, StandardCharsets.ISO_8859_1);
  }

  private static boolean isText(int json, int part) {
    return (json >> part & 1) != 0;
  }

  private static int base64UrlLength(int bytes) {
    return (4 * bytes + 2) / 3;
  }

  /** As {@link #token()}; the token's hash becomes a known word. */
  public Secret accessToken() {
    Secret token = token();
    know(accessTokens.size(), HASH_CHARACTERS, HASH);
    accessTokens.add(token);
    addUnpacked(HASH_CHARACTERS);
    return token;
  }

  public void skip() {
    switch (kind) {
      case CompactWriter.NUMBER -> signed();
      case CompactWriter.BYTES -> take(length());
      case CompactWriter.TEXT -> skipText();
      default -> token();
    }
  }

  private void expect(int expected) {
    if (kind != expected) {
      throw new MalformedException("a field of another kind");
    }
  }

  private void checkEnd() {
    if (textPosition < text.length || bytes.length - position >= CompactWriter.BLOCK) {
      throw new MalformedException("more than its fields");
    }
    while (position < bytes.length) {
      if (nextByte() != 0) {
        throw new MalformedException("padding that is not zero");
      }
    }
  }

  /** Inflates raw deflate (RFC 1951) to a declared length, which is checked before any work. */
  private byte[] inflated(long length) {
    if (length < 0 || length > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes of text");
    }
    byte[] inflated = new byte[(int) length];
    // not pooled: a new one with its dictionary costs little more than a reset one
    Inflater inflater = new Inflater(true);
    try {
      inflater.setDictionary(Dictionary.BYTES);
      inflater.setInput(bytes, position, bytes.length - position);
      int done = 0;
      while (done < inflated.length) {
        int read = inflater.inflate(inflated, done, inflated.length - done);
        if (read == 0) {
          throw new MalformedException("shorter than it says");
        }
        done += read;
      }
      // the end marker may still be unread; a decompression bomb has more bytes here
      boolean more = !inflater.finished() && inflater.inflate(new byte[1]) != 0;
      if (more || !inflater.finished()) {
        throw new MalformedException("longer than it says");
      }
      position = bytes.length - inflater.getRemaining();
      return inflated;
    } catch (DataFormatException e) {
      throw new MalformedException("not deflated text");
    } finally {
      inflater.end();
    }
  }

  /** Passes over a text that {@link TextPacker} wrote, checks it, and returns its length. */
  private int skipText() {
    int length = 0;
    while (true) {
      int run = textPosition;
      while (textPosition < text.length && isItself(text[textPosition])) {
        textPosition++;
      }
      if (textPosition == text.length) {
        throw new MalformedException("a text without an end");
      }
      length += textPosition - run;
      int atom = text[textPosition++];
      if (atom == Atom.END) {
        addUnpacked(length);
        return length;
      }
      length += skipAtom(atom);
    }
  }

  private static boolean isItself(byte b) {
    return b < 0 || b > Atom.HIGHEST;
  }

  private int skipAtom(int atom) {
    switch (atom) {
      case Atom.TIME -> {
        long seconds = baseTime + signed();
        if (seconds < 1_000_000_000L || seconds > 1_999_999_999L) {
          throw new MalformedException("a time out of range");
        }
        return TIME_DIGITS;
      }
      case Atom.ESCAPED -> {
        nextByte();
        return 1;
      }
      case Atom.UUID, Atom.BASE64URL, Atom.LOWER_HEX, Atom.UPPER_HEX -> {
        long head = varint();
        if ((head & 1) == 0) {
          checkValue(atom, head >>> 1);
          int length = (int) (head >>> 1);
          return know(take(length), length, atom);
        }
        if (head >>> 1 >= wordCount) {
          throw new MalformedException("an unknown value");
        }
        return wordLength((int) (head >>> 1));
      }
      default -> throw new MalformedException("an unknown atom");
    }
  }

  private static void checkValue(int atom, long length) {
    if (length > Atom.MOST_BYTES || (atom == Atom.UUID && length != Atom.UUID_BYTES)) {
      throw new MalformedException("a value of the wrong length");
    }
  }

  private void addUnpacked(int length) {
    unpacked += length;
    if (unpacked > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes");
    }
  }

  /** Unpacks a text that was passed over, and so checked, before. */
  private byte[] unpack(int length) {
    byte[] to = new byte[length];
    int at = 0;
    while (true) {
      byte b = text[textPosition++];
      if (isItself(b)) {
        to[at++] = b;
      } else if (b == Atom.END) {
        return to;
      } else {
        at = unpackAtom(b, to, at);
      }
    }
  }

  /** Returns the end of what the atom stands for. */
  private int unpackAtom(int atom, byte[] to, int at) {
    if (atom == Atom.TIME) {
      int rest = (int) (baseTime + signed());
      for (int i = at + TIME_DIGITS - 1; i >= at; i--) {
        to[i] = (byte) ('0' + rest % 10);
        rest /= 10;
      }
      return at + TIME_DIGITS;
    }
    if (atom == Atom.ESCAPED) {
      to[at] = (byte) nextByte();
      return at + 1;
    }
    int head = (int) varint();
    if ((head & 1) == 0) {
      int length = head >>> 1;
      return unpackValue(take(length), length, atom, to, at);
    }
    int word = 3 * (head >>> 1);
    return unpackValue(words[word], words[word + 1], words[word + 2], to, at);
  }

  private int unpackValue(int start, int length, int atom, byte[] to, int at) {
    switch (atom) {
      case HASH -> {
        byte[] hash = AccessTokenHash.of(accessTokens.get(start));
        System.arraycopy(hash, 0, to, at, hash.length);
        return at + hash.length;
      }
      case Atom.BASE64URL -> {
        int characters = base64UrlLength(length);
        BASE64URL.encode(ByteBuffer.wrap(bytes, start, length)).get(to, at, characters);
        return at + characters;
      }
      default -> {
        return unpackHex(start, length, atom, to, at);
      }
    }
  }

  private int unpackHex(int start, int length, int atom, byte[] to, int at) {
    String digits = atom == Atom.UPPER_HEX ? Atom.UPPER_DIGITS : Atom.LOWER_DIGITS;
    int end = at;
    for (int i = 0; i < length; i++) {
      if (atom == Atom.UUID && Atom.dashBefore(2 * i)) {
        to[end++] = '-';
      }
      to[end++] = (byte) digits.charAt(bytes[start + i] >> 4 & 15);
      to[end++] = (byte) digits.charAt(bytes[start + i] & 15);
    }
    return end;
  }

  /**
   * As {@link TextPacker#know}, without unpacking the word. Returns its length.
   *
   * @param start where its bytes are, or the number of the access token
   */
  private int know(int start, int length, int atom) {
    if (words.length == 3 * wordCount) {
      words = Arrays.copyOf(words, 2 * words.length);
    }
    words[3 * wordCount] = start;
    words[3 * wordCount + 1] = length;
    words[3 * wordCount + 2] = atom;
    return wordLength(wordCount++);
  }

  private int wordLength(int word) {
    int length = words[3 * word + 1];
    return switch (words[3 * word + 2]) {
      case HASH -> HASH_CHARACTERS;
      case Atom.UUID -> Atom.UUID_CHARACTERS;
      case Atom.BASE64URL -> base64UrlLength(length);
      default -> 2 * length;
    };
  }

  private int nextByte() {
    if (position == bytes.length) {
      throw new MalformedException("cut off");
    }
    return bytes[position++] & 0xFF;
  }

  /** Passes over bytes, and returns their start. */
  private int take(int length) {
    if (length > bytes.length - position) {
      throw new MalformedException("cut off");
    }
    int start = position;
    position += length;
    return start;
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > bytes.length - position) {
      throw new MalformedException("cut off");
    }
    return (int) length;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = nextByte();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number of more than 64 bits");
  }

  private long signed() {
    long value = varint();
    return (value >>> 1) ^ -(value & 1);
  }

  /**
   * The bytes are damaged, of an unknown form, or too large. Expected for input from clients, so it
   * has no stack trace, and its message has no content.
   */
  public static final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String reason) {
      super(reason);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
