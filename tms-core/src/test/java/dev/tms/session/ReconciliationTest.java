package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.problem.ErrorCode;
import dev.tms.session.LedgerEntry.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class ReconciliationTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final LedgerEntry untouched = LedgerEntry.untouched(0);
  private final LedgerEntry first = untouched.published(1, new byte[] {1}, LATER);

  @Test
  void of_nothingNew_isTheStoredOneItself() {
    assertThat(Reconciliation.of(first, first.unclaimed())).isSameAs(first);
    assertThat(Reconciliation.of(first, untouched)).isSameAs(first);
    assertThat(Reconciliation.of(untouched, untouched)).isSameAs(untouched);
  }

  @Test
  void of_newerGeneration_isTaken() {
    LedgerEntry both = Reconciliation.of(untouched.sent(7, LATER), first);

    assertThat(both.newest()).isEqualTo(1);
    assertThat(both.session()).containsExactly(1);
    assertThat(both.owner()).isZero();
  }

  @Test
  void of_claimOfTheSameGeneration_isKept() {
    LedgerEntry claimed = untouched.knowing(1).sent(7, LATER);

    LedgerEntry both = Reconciliation.of(claimed, first);

    assertThat(both.owner()).isEqualTo(7);
    assertThat(both.session()).containsExactly(1);
  }

  @Test
  void of_claimOfThisNode_isTaken() {
    LedgerEntry both = Reconciliation.of(untouched, untouched.sent(7, LATER));

    assertThat(both.state()).isEqualTo(State.SENT);
    assertThat(both.owner()).isEqualTo(7);
    assertThat(both.isHeld(NOW)).isTrue();
  }

  @Test
  void of_end_winsOnEitherSide() {
    LedgerEntry ended = untouched.ended(ErrorCode.LOGGED_OUT);

    assertThat(Reconciliation.of(ended, first)).isSameAs(ended);
    assertThat(Reconciliation.of(first, ended).reason()).isEqualTo(ErrorCode.LOGGED_OUT);
    assertThat(Reconciliation.of(first, ended).session()).isNull();
  }

  @Test
  void of_refusal_isOverruledByNewerGenerationAlone() {
    LedgerEntry refused = untouched.ended(ErrorCode.SESSION_EXPIRED);

    assertThat(Reconciliation.of(refused, first).reason()).isNull();
    assertThat(Reconciliation.of(first, refused)).isSameAs(first);
    assertThat(Reconciliation.of(untouched, refused).reason()).isEqualTo(ErrorCode.SESSION_EXPIRED);
    assertThat(Reconciliation.of(refused, untouched)).isSameAs(refused);
  }

  @Test
  void of_confirmation_isTaken() {
    LedgerEntry confirmed = first.confirmed(1, NOW, GRACE);

    LedgerEntry both = Reconciliation.of(first, confirmed);

    assertThat(both.confirmed()).isEqualTo(1);
    assertThat(both.confirmedAt()).isEqualTo(NOW);
    assertThat(both.session()).containsExactly(1);
  }

  @Test
  void of_tryWithoutAnswer_isNotForgotten() {
    assertThat(Reconciliation.of(untouched, untouched.leftSent(LATER).unclaimed()).unanswered())
        .isTrue();
    assertThat(Reconciliation.of(first, untouched.leftSent(LATER)).unanswered()).isFalse();
  }

  @Test
  void of_sameGeneration_takesWhatThisNodeKnowsMore() {
    LedgerEntry stored = untouched.confirmed(1, NOW, GRACE);
    LedgerEntry mine =
        first
            .refusedUnclearly(LATER, NOW, Ledger.LastSuccess.NONE)
            .refusedUnclearly(LATER, NOW, Ledger.LastSuccess.NONE);

    LedgerEntry both = Reconciliation.of(stored, mine);

    assertThat(both.session()).containsExactly(1);
    assertThat(both.keptUntil()).isEqualTo(LATER);
    assertThat(both.failures()).isEqualTo(2);
    assertThat(both.unclear().count()).isEqualTo(2);
    assertThat(both.confirmed()).isEqualTo(1);
    assertThat(Reconciliation.of(both, stored)).isSameAs(both);
    LedgerEntry otherSession = untouched.published(1, new byte[] {9}, LATER);
    assertThat(Reconciliation.of(first, otherSession).session()).containsExactly(1);
  }

  @Test
  void of_claimInTheStore_beatsThatOfThisNode() {
    LedgerEntry stored = untouched.claimed(8, LATER);

    assertThat(Reconciliation.of(stored, untouched.sent(7, LATER)).owner()).isEqualTo(8);
    assertThat(Reconciliation.of(untouched, untouched.sent(7, LATER)).lease()).isEqualTo(LATER);
    assertThat(Reconciliation.of(untouched, untouched.claimed(7, LATER))).isSameAs(untouched);
  }

  @Test
  void of_takenOverHere_isThatWithItsSuccessor() {
    LedgerEntry both = Reconciliation.of(first, untouched.takenOver(7, new byte[] {2}, LATER));

    assertThat(both.isTakenOver()).isTrue();
    assertThat(both.owner()).isEqualTo(7);
    assertThat(both.session()).containsExactly(2);
    assertThat(both.keptUntil()).isEqualTo(LATER);
  }

  @Test
  void of_newerGenerationHere_keepsWhatTheStoreHasConfirmed() {
    LedgerEntry mine = first.published(2, new byte[] {2}, LATER);

    LedgerEntry both = Reconciliation.of(first.confirmed(1, NOW, GRACE), mine);

    assertThat(both.newest()).isEqualTo(2);
    assertThat(both.confirmed()).isEqualTo(1);
    assertThat(both.confirmedAt()).isEqualTo(NOW);
  }

  @Test
  void of_refusedOnThisNode_isTakenUnlessThereIsANewerGeneration() {
    LedgerEntry refused = untouched.refused();

    assertThat(Reconciliation.of(untouched, refused).state()).isEqualTo(State.REFUSED);
    assertThat(Reconciliation.of(untouched.sent(7, LATER), refused).refuses(0)).isTrue();
    assertThat(Reconciliation.of(refused, untouched)).isSameAs(refused);
    assertThat(Reconciliation.of(refused, untouched.sent(7, LATER))).isSameAs(refused);
    assertThat(Reconciliation.of(first, refused)).isSameAs(first);
    assertThat(Reconciliation.of(refused, first).state()).isEqualTo(State.IDLE);
    assertThat(Reconciliation.of(untouched, refused.unclaimed()).refuses(0)).isTrue();
  }

  @Test
  void of_end_beatsRefused() {
    LedgerEntry refused = untouched.refused();
    LedgerEntry ended = untouched.ended(ErrorCode.LOGGED_OUT);

    assertThat(Reconciliation.of(refused, ended).reason()).isEqualTo(ErrorCode.LOGGED_OUT);
    assertThat(Reconciliation.of(ended, refused)).isSameAs(ended);
  }

  @Test
  void knowing_newerGenerationThanTheRefusedOne_isNotRefused() {
    assertThat(untouched.refused().knowing(1).state()).isEqualTo(State.IDLE);
  }
}
