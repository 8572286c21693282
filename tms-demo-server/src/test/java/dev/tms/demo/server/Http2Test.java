package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.demo.server.Http2.CookieJoiner;
import io.undertow.protocols.http2.HpackException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class Http2Test {
  private static final int LENGTH = 4000;
  private static final byte FIRST_OF_THE_DYNAMIC_TABLE = (byte) (0x80 | 62);

  private final List<String> fields = new ArrayList<>();
  private final CookieJoiner decoder = new CookieJoiner(3 * LENGTH + 10);

  Http2Test() {
    decoder.setHeaderEmitter((name, value, neverIndex) -> fields.add(name + ": " + value));
  }

  @Test
  void decode_cookiesInTwoFrames_areOneField() throws Exception {
    decoder.decode(block(1), true);
    assertThat(fields).isEmpty();
    decoder.decode(block(0), false);

    String cookie = "c".repeat(LENGTH);
    assertThat(fields).containsExactly("cookie: " + cookie + "; " + cookie + "; " + cookie);
  }

  @Test
  void decode_nextBlock_beginsAnew() throws Exception {
    decoder.decode(block(0), false);
    decoder.decode(block(0), false);

    assertThat(fields).hasSize(2).allSatisfy(field -> assertThat(field).doesNotContain(";"));
  }

  @Test
  void decode_cookiesBeyondTheLimit_areRefused() {
    assertThatThrownBy(() -> decoder.decode(block(1000), true)).isInstanceOf(HpackException.class);
    assertThat(fields).isEmpty();
  }

  /** A cookie, and the same again and again, each by one byte (RFC 7541 section 6). */
  private static ByteBuffer block(int repetitions) {
    ByteBuffer block = ByteBuffer.allocate(8 + LENGTH + repetitions);
    block.put((byte) (0x40 | 32)).put((byte) 0x7f).put((byte) 0xa1).put((byte) 0x1e);
    block.put("c".repeat(LENGTH).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < repetitions; i++) {
      block.put(FIRST_OF_THE_DYNAMIC_TABLE);
    }
    return block.flip();
  }
}
