package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.problem.ErrorCode;
import dev.tms.session.LedgerEntry.State;
import dev.tms.session.LedgerEntry.UnclearRefusals;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class LedgerEntryCodecTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

  private final LedgerEntry published =
      LedgerEntry.untouched(3).published(4, new byte[] {1, 2, 3}, NOW.plusSeconds(60));

  private static LedgerEntry decoded(byte[] bytes) {
    return LedgerEntryCodec.decode(bytes).orElseThrow();
  }

  private static void assertSame(LedgerEntry actual, LedgerEntry expected) {
    assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
  }

  @Test
  void decode_encoded_isTheSame() {
    LedgerEntry unclear =
        published.refusedUnclearly(NOW.plusSeconds(1), NOW, new Ledger.LastSuccess(77, NOW));

    for (LedgerEntry entry :
        new LedgerEntry[] {
          LedgerEntry.untouched(0),
          published,
          published.sent(9, NOW),
          published.leftSent(NOW).refused(),
          unclear,
          published.ended(ErrorCode.SESSION_EXPIRED)
        }) {
      assertSame(decoded(LedgerEntryCodec.encode(entry)), entry);
    }
    assertThat(unclear.unclear()).isEqualTo(new UnclearRefusals(1, NOW, 77));
  }

  /** As the version before this one wrote it. */
  private static byte[] asBefore(State state, byte[] session, String reason) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      out.writeUTF(state.name());
      out.writeLong(9);
      out.writeLong(NOW.toEpochMilli());
      out.writeInt(4);
      out.writeLong(NOW.plusSeconds(60).toEpochMilli());
      out.writeInt(2);
      out.writeLong(NOW.toEpochMilli());
      out.writeBoolean(true);
      out.writeInt(5);
      out.writeUTF(reason);
      out.writeInt(session == null ? -1 : session.length);
      if (session != null) {
        out.write(session);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  @Test
  @DisplayName("entries of the format before can be read")
  void decode_formatBefore_isRead() {
    assertSame(
        decoded(asBefore(State.SENT, new byte[] {7}, "")),
        new LedgerEntry(
            State.SENT,
            9,
            NOW,
            4,
            new byte[] {7},
            NOW.plusSeconds(60),
            2,
            NOW,
            true,
            5,
            null,
            UnclearRefusals.NONE));
    assertThat(decoded(asBefore(State.ENDED, null, "LOGGED_OUT")).reason())
        .isEqualTo(ErrorCode.LOGGED_OUT);
  }

  @Test
  @DisplayName("nodes of the version before find what they know at the place they know")
  void encode_beginsAsBefore() {
    byte[] before = asBefore(State.SENT, new byte[] {7}, "");

    byte[] now = LedgerEntryCodec.encode(decoded(before));

    assertThat(Arrays.copyOf(now, before.length)).isEqualTo(before);
  }

  @Test
  void decode_damaged_isEmpty() {
    byte[] good = LedgerEntryCodec.encode(published);

    assertThat(LedgerEntryCodec.decode(new byte[0])).isEmpty();
    assertThat(LedgerEntryCodec.decode(new byte[] {2})).isEmpty();
    assertThat(LedgerEntryCodec.decode(Arrays.copyOf(good, good.length - 1))).isEmpty();
    assertThat(LedgerEntryCodec.decode(Arrays.copyOf(good, 20))).isEmpty();
  }
}
