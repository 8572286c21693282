package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.session.SessionIndex.SessionRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SessionIndexTest {
  private final HeldRig rig = new HeldRig();

  private List<SessionRow> rows() {
    return rig.index.rows(HeldRig.ISSUER, "alice");
  }

  private Session added() {
    Session session = rig.session();
    rig.index.add(session, DeviceLabel.of("Firefox/140.0 (Windows)"));
    return session;
  }

  @Test
  void rows_added_sayEverything() {
    Session session = added();

    SessionRow row = rows().get(0);

    assertThat(row.ref().id()).isEqualTo(session.id());
    assertThat(row.ref().indexKeyId()).isEqualTo(session.indexKeyId());
    assertThat(row.ref().deadline()).isEqualTo(session.deadline().truncatedTo(ChronoUnit.SECONDS));
    assertThat(row.firstUse()).isEqualTo(session.issuedAt().truncatedTo(ChronoUnit.SECONDS));
    assertThat(row.device().text()).isEqualTo("Firefox on Windows");
    assertThat(row.providerSession()).isEqualTo("sid-1");
    assertThat(row.toString()).isEqualTo("SessionRow[Firefox on Windows]");
  }

  @Test
  void rows_ofAnother_areOthers() {
    added();

    assertThat(rig.index.rows(HeldRig.ISSUER, "bob")).isEmpty();
    assertThat(rig.index.rows("https://other.example", "alice")).isEmpty();
  }

  @Test
  void used_movesTheLastUseOnly() {
    Session session = added();
    rig.pass(Duration.ofMinutes(3));

    rig.index.usedLater(session, rig.clock.instant().plusSeconds(300));

    SessionRow row = rows().get(0);
    assertThat(row.lastUse()).isEqualTo(rig.clock.instant().truncatedTo(ChronoUnit.SECONDS));
    assertThat(row.activeUntil()).isEqualTo(row.lastUse().plusSeconds(300));
    assertThat(row.device().text()).isEqualTo("Firefox on Windows");
    assertThat(row.firstUse()).isBefore(row.lastUse());
  }

  @Test
  void add_storeDown_comesInWithTheNextUse() {
    rig.store.down();
    Session session = added();
    assertThat(rig.events).contains(new TmsEvent.StoreFailed("index"));
    rig.store.up();
    assertThat(rows()).isEmpty();

    rig.index.usedLater(session, rig.clock.instant());

    assertThat(rows()).hasSize(1);
    assertThat(rows().get(0).device()).isEqualTo(DeviceLabel.UNKNOWN);
  }

  @Test
  void rows_pastTheirLimit_areGone() {
    added();
    rig.pass(Duration.ofHours(12).minusSeconds(2));
    assertThat(rows()).hasSize(1);
    rig.pass(Duration.ofSeconds(2));

    assertThat(rows()).isEmpty();
  }

  @Test
  void add_moreThanTheLimit_keepsThoseUsedLast() {
    Session first = added();
    rig.pass(Duration.ofSeconds(1));
    List<SessionId> later = new ArrayList<>();
    for (int i = 0; i < SessionIndex.MOST; i++) {
      later.add(added().id());
    }

    assertThat(rows()).hasSize(SessionIndex.MOST);
    assertThat(rows()).extracting(row -> row.ref().id()).doesNotContain(first.id());
    assertThat(rows()).extracting(row -> row.ref().id()).containsAll(later);
  }

  @Test
  void add_fullEntryWithLongNames_fitsIntoWhatAStoreTakes() {
    for (int i = 0; i < SessionIndex.MOST + 5; i++) {
      rig.index.add(rig.session("alice", "s".repeat(255), "rt"), DeviceLabel.UNKNOWN);
    }

    assertThat(SessionIndex.RowsCodec.encode(rows()).length).isLessThan(60_000);
  }

  @Test
  void add_manyAtOnce_losesNone() {
    IntStream.range(0, 60).parallel().forEach(i -> added());

    assertThat(rows()).hasSize(60);
  }

  @Test
  void remove_takesThoseOnly() {
    Session one = added();
    Session two = added();

    rig.index.remove(HeldRig.ISSUER, "alice", List.of(one.id()));

    assertThat(rows()).extracting(row -> row.ref().id()).containsExactly(two.id());
    rig.index.remove(HeldRig.ISSUER, "alice", List.of(two.id()));
    assertThat(rows()).isEmpty();
    assertThat(rig.store.size()).as("an empty entry is no entry").isZero();
  }

  @Test
  void rows_afterAPromotion_areFoundUnderBothKeysAndMoved(@TempDir Path folder) {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    HeldRig node = HeldRig.with(keys);
    node.index.add(node.session(), DeviceLabel.UNKNOWN);
    KeyInfo added = KeyRotation.of(keys).add();
    KeyRotation.of(keys).promote(added.id());
    node.pass(Duration.ofSeconds(61));
    node.ring.refreshIfDue();
    assertThat(node.index.rows(HeldRig.ISSUER, "alice")).hasSize(1);

    node.index.add(node.session(), DeviceLabel.UNKNOWN);

    assertThat(node.index.rows(HeldRig.ISSUER, "alice")).hasSize(2);
    assertThat(node.store.size()).as("moved under the new key").isEqualTo(1);
  }
}
