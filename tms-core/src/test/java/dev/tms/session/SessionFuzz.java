package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.compact.CompactReader.MalformedException;
import org.junit.jupiter.api.Assertions;

/** Bytes as they come out of the seal, for a fuzzer: a session, or the documented failure. */
public final class SessionFuzz {
  private SessionFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the bytes are a session; it is the same after it was written and read again. */
  public static boolean accepts(byte[] bytes) {
    Session session = SessionReader.decode(bytes).orElse(null);
    if (session == null || !hasClaims(session)) {
      return false;
    }
    byte[] written = SessionWriter.encode(session);
    Session again = SessionReader.decode(written).orElseThrow(AssertionError::new);
    assertThat(again).isEqualTo(session);
    Assertions.assertArrayEquals(written, SessionWriter.encode(again));
    return true;
  }

  /** Claims are read on first use, and may be malformed then. */
  private static boolean hasClaims(Session session) {
    try {
      session.user().claims().values();
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }
}
