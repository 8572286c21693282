package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.CapturedLog;
import dev.tms.event.TmsEvent;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.store.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogoutMarksTest {
  private final Keys keys = Keys.inMemory();
  private final HeldRig rig = HeldRig.with(keys);
  private final HeldRig other = rig.another(keys);

  private final Session session = rig.session("alice", "sid-1", "rt");

  @Test
  void isOver_noMark_isFalse() {
    assertThat(rig.marks.isOver(session)).isFalse();
  }

  @Test
  void isOver_providerSessionMarked_isTrueOnEveryNode() {
    rig.marks.markProviderSession(HeldRig.ISSUER, "sid-1");

    assertThat(rig.marks.isOver(session)).isTrue();
    assertThat(other.marks.isOver(session)).isTrue();
  }

  @Test
  void isOver_otherProviderSessionIssuerOrUser_isFalse() {
    rig.marks.markProviderSession(HeldRig.ISSUER, "sid-2");
    rig.marks.markProviderSession("https://other.example", "sid-1");
    rig.marks.markUser(HeldRig.ISSUER, "bob", rig.clock.instant());
    rig.marks.markUser("https://other.example", "alice", rig.clock.instant());
    rig.marks.markUser(HeldRig.ISSUER, "sid-1", rig.clock.instant());
    rig.marks.markProviderSession(HeldRig.ISSUER, "alice");

    assertThat(other.marks.isOver(session)).isFalse();
  }

  @Test
  void isOver_userMarked_upToTheSecondOfTheLogin() {
    Instant login = session.user().loginAt();

    rig.marks.markUser(HeldRig.ISSUER, "alice", login.minusSeconds(1));
    assertThat(other.marks.isOver(session)).isFalse();

    rig.marks.markUser(HeldRig.ISSUER, "alice", login);
    assertThat(other.marks.isOver(session)).isTrue();
  }

  @Test
  void markUserWithoutSid_endsSessionsWithoutSidThatAreNotYounger() {
    Session without = rig.session("alice", null, "rt");
    Instant login = without.user().loginAt();

    rig.marks.markUserWithoutSid(HeldRig.ISSUER, "alice", login.minusSeconds(1));
    assertThat(other.marks.isOver(without)).as("younger").isFalse();

    rig.marks.markUserWithoutSid(HeldRig.ISSUER, "alice", login);
    assertThat(other.marks.isOver(without)).isTrue();
    assertThat(rig.marks.isKnownToBeOver(without)).isTrue();
    assertThat(other.marks.isOver(session)).as("it has a sid").isFalse();
    assertThat(other.marks.isOver(rig.session("bob", null, "rt"))).isFalse();
  }

  @Test
  void markUser_olderOneLater_takesNothingBack() {
    rig.marks.markUser(HeldRig.ISSUER, "alice", session.user().loginAt());
    rig.marks.markUser(HeldRig.ISSUER, "alice", session.user().loginAt().minusSeconds(100));

    assertThat(other.marks.isOver(session)).isTrue();
  }

  @Test
  void markUserHere_endsWhatBeganBeforeThisSecondAndNothingElse() {
    rig.marks.markUserHere(HeldRig.ISSUER, "alice");
    assertThat(other.marks.isOver(session)).as("of the same second").isFalse();
    rig.pass(Duration.ofSeconds(1));

    rig.marks.markUserHere(HeldRig.ISSUER, "alice");

    assertThat(other.marks.isOver(session)).isTrue();
    assertThat(other.marks.isOver(rig.session())).as("begun right after").isFalse();
  }

  @Test
  void marks_liveForTheAbsoluteLimitAndATolerance() {
    rig.marks.markProviderSession(HeldRig.ISSUER, "sid-1");

    rig.pass(Duration.ofHours(12).plusMinutes(5).minusNanos(1));
    assertThat(rig.another(keys).marks.isOver(session)).isTrue();
    rig.pass(Duration.ofNanos(1));
    assertThat(rig.another(keys).marks.isOver(session)).isFalse();
    assertThat(rig.marks.isOver(session)).as("here as well").isFalse();
  }

  @Test
  void markProviderSession_theTenThousandth_isLoggedOnceAndCounted() {
    try (CapturedLog log = new CapturedLog(LogoutMarks.class)) {
      for (int i = 1; i < 10_000; i++) {
        rig.marks.markProviderSession(HeldRig.ISSUER, "sid-" + i);
      }
      assertThat(log.lines()).isEmpty();
      assertThat(notRemembered()).isZero();

      rig.marks.markProviderSession(HeldRig.ISSUER, "sid-10000");
      rig.marks.markProviderSession(HeldRig.ISSUER, "sid-10001");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING ")
          .contains("10000 logouts");
      assertThat(notRemembered()).isEqualTo(2);
      Session beyond = rig.session("alice", "sid-10001", "rt");
      assertThat(rig.marks.isOver(beyond)).as("in the store it is").isTrue();
    }
  }

  private long notRemembered() {
    return rig.events.stream().filter(TmsEvent.NotRemembered.class::isInstance).count();
  }

  @Test
  void isOver_storeDown_isKnownOrThrows() {
    Session unmarked = rig.session("bob", null, "rt");
    rig.marks.markProviderSession(HeldRig.ISSUER, "sid-1");
    rig.store.down();

    assertThat(rig.marks.isOver(session)).isTrue();
    assertThat(rig.marks.isKnownToBeOver(session)).isTrue();
    assertThat(rig.marks.isKnownToBeOver(unmarked)).isFalse();
    assertThat(other.marks.isKnownToBeOver(session)).as("never seen there").isFalse();
    assertThatThrownBy(() -> rig.marks.isOver(unmarked))
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> rig.marks.markProviderSession(HeldRig.ISSUER, "s"))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void isOver_markUnderAnOlderIndexKey_isFound(@TempDir Path folder) {
    Keys file = Keys.file(folder.resolve("keys.json"));
    HeldRig node = HeldRig.with(file);
    Session old = node.session("alice", "sid-1", "rt");
    node.marks.markProviderSession(HeldRig.ISSUER, "sid-1");
    KeyInfo added = KeyRotation.of(file).add();
    KeyRotation.of(file).promote(added.id());

    HeldRig later = node.another(file);

    assertThat(later.hash.primaryId()).isNotEqualTo(old.indexKeyId());
    assertThat(later.marks.isOver(old)).isTrue();
  }

  @Test
  void isOver_markThatDoesNotOpen_isNeverOverlooked() {
    rig.marks.markProviderSession(HeldRig.ISSUER, "sid-1");
    Session bySubject = rig.session("bob", null, "rt");
    rig.marks.markUser(HeldRig.ISSUER, "bob", rig.clock.instant());
    rig.store.damage();

    assertThat(other.marks.isOver(session)).as("that it is there says everything").isTrue();
    assertThatThrownBy(() -> other.marks.isOver(bySubject))
        .isInstanceOf(StoreUnavailableException.class);
  }
}
