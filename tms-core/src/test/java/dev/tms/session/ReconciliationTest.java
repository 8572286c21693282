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
