package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.LastSuccess;
import dev.tms.session.LedgerEntry.State;
import dev.tms.session.LedgerEntry.UnclearRefusals;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each transition of an entry, at its boundaries. */
final class LedgerEntryTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofNanos(1);

  private final LedgerEntry untouched = LedgerEntry.untouched(0);
  private final LedgerEntry first = untouched.published(1, new byte[] {1}, LATER);

  @Test
  void knowing_olderOrSame_isItself() {
    assertThat(first.knowing(0)).isSameAs(first);
    assertThat(first.knowing(1)).isSameAs(first);
  }

  @Test
  void knowing_newer_startsAnewAndKeepsTheClaim() {
    LedgerEntry newer = first.leftSent(LATER).sent(7, LATER).knowing(2);

    assertThat(newer.newest()).isEqualTo(2);
    assertThat(newer.session()).isNull();
    assertThat(newer.keptUntil()).isEqualTo(Instant.EPOCH);
    assertThat(newer.unanswered()).isFalse();
    assertThat(newer.failures()).isZero();
    assertThat(newer.unclear()).isEqualTo(UnclearRefusals.NONE);
    assertThat(newer.state()).isEqualTo(State.SENT);
    assertThat(newer.owner()).isEqualTo(7);
  }

  @Test
  void sent_afterAnotherOwnerAlone_isUnanswered() {
    assertThat(untouched.sent(7, LATER).unanswered()).isFalse();
    assertThat(untouched.sent(7, LATER).sent(7, LATER).unanswered()).isFalse();
    assertThat(untouched.claimed(8, LATER).sent(7, LATER).unanswered()).isFalse();
    assertThat(untouched.sent(8, LATER).sent(7, LATER).unanswered()).isTrue();
    assertThat(untouched.sent(8, LATER).sent(7, LATER).sent(7, LATER).unanswered()).isTrue();
  }

  @Test
  void under_claim_isClaimedOrSentAsThatWas() {
    LedgerEntry claimed = first.under(untouched.claimed(7, LATER));
    LedgerEntry sent = first.under(untouched.sent(8, LATER));

    assertThat(claimed.state()).isEqualTo(State.CLAIMED);
    assertThat(claimed.owner()).isEqualTo(7);
    assertThat(sent.state()).isEqualTo(State.SENT);
    assertThat(sent.owner()).isEqualTo(8);
    assertThat(sent.newest()).isEqualTo(1);
  }

  @Test
  void failed_eachTime_countsAndReleases() {
    LedgerEntry failed = untouched.sent(7, NOW).failed(LATER).failed(LATER);

    assertThat(failed.failures()).isEqualTo(2);
    assertThat(failed.state()).isEqualTo(State.IDLE);
    assertThat(failed.owner()).isZero();
    assertThat(failed.isHeld(LATER.minus(TICK))).isTrue();
    assertThat(failed.isHeld(LATER)).isFalse();
    assertThat(first.failedAgain(failed, LATER).failures()).isEqualTo(3);
  }

  @Test
  void leftSent_eachTime_countsAndIsUnanswered() {
    LedgerEntry left = untouched.sent(7, NOW).leftSent(LATER).leftSent(LATER);

    assertThat(left.failures()).isEqualTo(2);
    assertThat(left.state()).isEqualTo(State.SENT);
    assertThat(left.owner()).isZero();
    assertThat(left.refusalReason()).isEqualTo(ErrorCode.SESSION_LOST);
    assertThat(untouched.refusalReason()).isEqualTo(ErrorCode.SESSION_EXPIRED);
  }

  @Test
  void refusedUnclearly_eachTime_countsFromTheFirst() {
    UnclearRefusals refusals =
        untouched
            .refusedUnclearly(LATER, NOW, new LastSuccess(5, NOW))
            .refusedUnclearly(LATER, LATER, new LastSuccess(6, LATER))
            .unclear();

    assertThat(refusals).isEqualTo(new UnclearRefusals(2, NOW, 5));
    assertThat(refusals.isFollowedBy(new LastSuccess(5, LATER))).isFalse();
    assertThat(refusals.isFollowedBy(new LastSuccess(6, NOW))).isTrue();
    assertThat(refusals.isFollowedBy(new LastSuccess(6, NOW.minus(TICK)))).isFalse();
  }

  @Test
  void refuses_itsGeneration_only() {
    assertThat(first.refused().refuses(1)).isTrue();
    assertThat(first.refused().refuses(0)).isFalse();
    assertThat(first.refuses(1)).isFalse();
  }

  @Test
  void confirmed_newest_isKeptForTheGraceTimeAtMost() {
    LedgerEntry longKept = untouched.published(1, new byte[] {1}, LATER.plusSeconds(1));

    assertThat(longKept.confirmed(1, NOW, GRACE).keptUntil()).isEqualTo(LATER);
    assertThat(longKept.confirmed(0, NOW, GRACE).keptUntil()).isEqualTo(LATER.plusSeconds(1));
    assertThat(first.confirmed(1, NOW.plusSeconds(9), GRACE).keptUntil()).isEqualTo(LATER);
    assertThat(first.confirmed(3, NOW, GRACE).newest()).isEqualTo(3);
    assertThat(first.confirmed(3, NOW, GRACE).confirmed()).isEqualTo(3);
    assertThat(first.confirmed(1, NOW, GRACE).confirmedAt()).isEqualTo(NOW);
  }

  @Test
  void supersedes_olderThanConfirmed_whenTheGraceTimeIsOver() {
    LedgerEntry confirmed = first.confirmed(1, NOW, GRACE);

    assertThat(confirmed.supersedes(0, LATER, GRACE)).isTrue();
    assertThat(confirmed.supersedes(0, LATER.minus(TICK), GRACE)).isFalse();
    assertThat(confirmed.supersedes(1, LATER, GRACE)).isFalse();
  }

  @Test
  void keepsSession_untilItsTime() {
    assertThat(first.keepsSession(LATER.minus(TICK))).isTrue();
    assertThat(first.keepsSession(LATER)).isFalse();
    assertThat(first.withoutSession().keepsSession(NOW)).isFalse();
    assertThat(first.withoutSession().keptUntil()).isEqualTo(Instant.EPOCH);
    assertThat(first.kept(NOW)).as("bytes that are no session").isNull();
  }

  @Test
  void kept_anySession_isReadUntilItsTime() {
    Session session = SessionSamples.least();
    LedgerEntry entry = untouched.published(1, SessionWriter.encode(session), LATER);

    assertThat(entry.kept(LATER.minus(TICK))).isEqualTo(session);
    assertThat(entry.kept(LATER)).isNull();
    assertThat(untouched.kept(NOW)).isNull();
  }

  @Test
  void released_claim_isGivenBackButASentTokenIsNotForgotten() {
    assertThat(untouched.claimed(7, LATER).released().state()).isEqualTo(State.IDLE);
    assertThat(untouched.claimed(7, LATER).released().owner()).isZero();
    assertThat(untouched.sent(7, LATER).released().state()).isEqualTo(State.SENT);
    assertThat(untouched.sent(7, LATER).released().isHeld(NOW)).isFalse();
  }

  @Test
  void unclaimed_overOrRefused_staysAsItIs() {
    LedgerEntry ended = first.ended(ErrorCode.LOGGED_OUT);
    LedgerEntry refused = first.refused();

    assertThat(ended.unclaimed()).isSameAs(ended);
    assertThat(refused.unclaimed()).isSameAs(refused);
    assertThat(first.failed(LATER).unclaimed().failures()).isZero();
    assertThat(first.sent(7, LATER).unclaimed().state()).isEqualTo(State.IDLE);
    assertThat(first.sent(7, LATER).unclaimed().owner()).isZero();
  }

  @Test
  void takenOver_successor_isKeptAndNeverMistakenForAnEnd() {
    LedgerEntry taken = first.takenOver(7, new byte[] {2}, LATER);

    assertThat(taken.isTakenOver()).isTrue();
    assertThat(taken.session()).containsExactly(2);
    assertThat(taken.keptUntil()).isEqualTo(LATER);
    assertThat(taken.reason()).isEqualTo(ErrorCode.LOGGED_OUT);
    assertThat(first.ended(ErrorCode.LOGGED_OUT).isTakenOver()).isFalse();
    assertThat(first.sent(7, LATER).isTakenOver()).isFalse();
    assertThat(first.ended(ErrorCode.LOGGED_OUT).endedByRefusal()).isFalse();
    assertThat(first.ended(ErrorCode.SESSION_LOST).endedByRefusal()).isTrue();
    assertThat(first.ended(ErrorCode.SESSION_EXPIRED).endedByRefusal()).isTrue();
  }

  @Test
  void ended_withoutReasonOrReasonWithoutEnd_isRefused() {
    assertThatThrownBy(() -> first.with(draft -> draft.state = State.ENDED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> first.with(draft -> draft.reason = ErrorCode.LOGGED_OUT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_anyEntry_namesStateAndGenerationsAlone() {
    assertThat(first).hasToString("LedgerEntry[IDLE, newest=1, confirmed=0]");
  }
}
