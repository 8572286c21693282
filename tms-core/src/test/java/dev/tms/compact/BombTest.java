package dev.tms.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.compact.TextPacker.Atom;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.Deflater;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Content made to grow when it is read. */
class BombTest {
  private static final int MEGABYTE = 1 << 20;

  @Test
  @DisplayName("Lesson 26: decompression is bounded: a length beyond the limit is refused unread")
  void inflate_lengthBeyondTheLimit_isRefusedBeforeAnyWork() {
    byte[] bomb = bomb(CompactWriter.LIMIT + 1L, deflated(new byte[64 * MEGABYTE]));

    assertMalformed(bomb, MEGABYTE / 16);
    assertMalformed(bomb(Long.MAX_VALUE, deflated(new byte[10])), MEGABYTE / 16);
    assertMalformed(bomb(-1, deflated(new byte[10])), MEGABYTE / 16);
  }

  @Test
  @DisplayName("Lesson 26: decompression is bounded: more than the stated length is not inflated")
  void inflate_moreThanItsLength_isRefused() {
    assertMalformed(bomb(1_000, deflated(new byte[64 * MEGABYTE])), MEGABYTE / 16);
    assertMalformed(bomb(0, deflated(new byte[1])), MEGABYTE / 16);
    assertMalformed(bomb(999, deflated(new byte[1_000])), MEGABYTE / 16);
  }

  @Test
  void inflate_lessThanItsLength_isRefused() {
    assertMalformed(bomb(1_001, deflated(new byte[1_000])), MEGABYTE / 16);
    assertMalformed(bomb(CompactWriter.LIMIT, deflated(new byte[0])), MEGABYTE);
  }

  @Test
  @DisplayName("Lesson 26: decompression is bounded: repeated values do not grow beyond the limit")
  void text_ofRepeatedValues_isRefusedBeyondTheLimit() {
    byte[] template = new byte[100_000];
    java.util.Arrays.fill(template, (byte) Atom.BASE64URL);
    template[template.length - 1] = Atom.END;
    ByteSink fields = new ByteSink(100, Integer.MAX_VALUE);
    fields.put(1 << 2 | CompactWriter.TEXT);
    fields.putVarint(2 * 255);
    fields.put(new byte[255]);
    for (int i = 0; i < template.length; i++) {
      fields.put(1);
    }

    byte[] bomb = bomb(template.length, deflated(template), fields.toByteArray());

    assertMalformed(bomb, 2 * MEGABYTE);
  }

  @Test
  void bytes_beyondTheLimit_areRefused() {
    assertMalformed(new byte[CompactWriter.LIMIT + 1], MEGABYTE / 16);
  }

  @Test
  @DisplayName("the dictionary is part of version 1: a change of a byte needs a new version")
  void dictionary_ofVersion1_isFrozen() throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(Dictionary.BYTES);

    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("a464ec088bd0852d5f988b18954f03ea7c5c544b896303597ef81a7aff52e0ec");
  }

  private static void assertMalformed(byte[] bomb, long mostBytes) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    read(bomb);
    long before = thread.getCurrentThreadAllocatedBytes();
    boolean refused = read(bomb);
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;

    assertThat(refused).isTrue();
    assertThat(allocated).isLessThan(mostBytes);
    assertThatThrownBy(() -> new CompactReader(bomb, 2)).isInstanceOf(MalformedException.class);
  }

  private static boolean read(byte[] bytes) {
    try {
      CompactReader in = new CompactReader(bytes, 1);
      while (in.next() != 0) {
        in.skip();
      }
      return false;
    } catch (MalformedException e) {
      return true;
    }
  }

  private static byte[] bomb(long length, byte[] deflated, byte... fields) {
    ByteSink bytes = new ByteSink(100, Integer.MAX_VALUE);
    bytes.put(1);
    bytes.putSigned(0);
    bytes.putVarint(length);
    bytes.put(deflated);
    bytes.put(fields);
    bytes.put(0);
    return bytes.toByteArray();
  }

  private static byte[] deflated(byte[] text) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setDictionary(Dictionary.BYTES);
    deflater.setInput(text);
    deflater.finish();
    byte[] out = new byte[text.length / 900 + 1_000];
    int length = deflater.deflate(out);
    assertThat(deflater.finished()).isTrue();
    deflater.end();
    return java.util.Arrays.copyOf(out, length);
  }
}
