package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tms.problem.ErrorCode;
import dev.tms.session.SessionIndex.SessionRow;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The bytes of handles, held sessions and index entries, right and damaged. */
final class HeldFormatsTest {
  private static final long SEED = 20260102;

  private final HeldRig rig = new HeldRig();
  private final Session session = rig.session();
  private final SessionHandle handle = SessionHandle.random(session.ref(), rig.random);

  @Test
  void handle_decoded_isTheSame() {
    SessionHandle decoded = SessionHandle.decode(handle.encode()).orElseThrow();

    assertThat(decoded.session().id()).isEqualTo(session.id());
    assertThat(decoded.session().indexKeyId()).isEqualTo(session.indexKeyId());
    assertThat(decoded.session().deadline().getEpochSecond())
        .isEqualTo(session.deadline().getEpochSecond());
    assertThat(decoded.hasSecret(handle.secret())).isTrue();
    assertThat(decoded.hasSecret(new byte[SessionHandle.SECRET_BYTES])).isFalse();
  }

  @Test
  void held_decoded_isTheSame() {
    byte[] bytes = new StoredSession.Held(handle.secret(), session).encode();

    assertThat(StoredSession.decode(bytes).orElseThrow())
        .isInstanceOfSatisfying(
            StoredSession.Held.class,
            held -> {
              assertThat(held.session().id()).isEqualTo(session.id());
              assertThat(held.secret()).isEqualTo(handle.secret());
            });
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void over_decoded_isTheSameReason(ErrorCode reason) {
    byte[] bytes = new StoredSession.Over(handle.secret(), reason).encode();

    assertThat(StoredSession.decode(bytes).orElseThrow())
        .isInstanceOfSatisfying(
            StoredSession.Over.class, over -> assertThat(over.reason()).isEqualTo(reason));
  }

  @Test
  void damaged_anyOfThem_neverThrows() {
    byte[] rows =
        SessionIndex.RowsCodec.encode(
            List.of(SessionRow.of(session, DeviceLabel.UNKNOWN, rig.clock.instant())));
    damage(handle.encode(), SessionHandle::decode);
    damage(new StoredSession.Held(handle.secret(), session).encode(), StoredSession::decode);
    damage(
        new StoredSession.Over(handle.secret(), ErrorCode.LOGGED_OUT).encode(),
        StoredSession::decode);
    damage(rows, SessionIndex.RowsCodec::decode);
  }

  private static void damage(byte[] right, Consumer<byte[]> decode) {
    Random random = new Random(SEED);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Arrays.copyOf(right, random.nextInt(right.length + 10));
      for (int j = 0; j < 3 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThatCode(() -> decode.accept(bytes)).as("seed " + SEED).doesNotThrowAnyException();
    }
  }
}
