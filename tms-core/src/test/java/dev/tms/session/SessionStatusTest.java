package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.web.Cookies;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions that the provider has ended: how soon it is seen, and what happens then. */
final class SessionStatusTest {
  private static final Duration NANO = Duration.ofNanos(1);
  private static final String ISSUER = "https://id.example";

  private final SessionRig rig = new SessionRig();
  private final Session session = rig.login();
  private final Cookies cookies =
      SessionRig.cookies(rig.sessions.begin(session, DeviceLabel.UNKNOWN));

  private void markElsewhere() {
    rig.marks().markProviderSession(ISSUER, "sid");
  }

  @Test
  void mark_ofAnotherNode_isSeenAfterTheInterval() {
    assertThat(rig.over(cookies)).isNull();
    markElsewhere();

    rig.clock.advance(SessionRig.CHECK_INTERVAL.minus(NANO));
    assertThat(rig.over(cookies)).isNull();
    rig.clock.advance(NANO);
    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.LOGGED_OUT);
  }

  @Test
  void mark_ofThisNode_isSeenAtOnce() {
    assertThat(rig.over(cookies)).isNull();

    rig.marks.markProviderSession(ISSUER, "sid");

    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.LOGGED_OUT);
  }

  @Test
  void mark_seen_endsTheSession() {
    markElsewhere();

    OpenOutcome.Over over = (OpenOutcome.Over) rig.sessions.open(cookies);

    assertThat(over.isEnded()).as("its cookies can be cleared").isTrue();
    assertThat(rig.events)
        .contains(
            new TmsEvent.SessionEnded("logged_out", TmsEvent.SessionEnded.Cause.BACK_CHANNEL));
    assertThat(rig.revoked).containsExactly(session.tokens().refreshToken());
  }

  @Test
  void mark_whileAGenerationIsConfirmed_isNotSeenLater() {
    assertThat(rig.over(cookies)).isNull();
    markElsewhere();
    rig.clock.advance(SessionRig.CHECK_INTERVAL.minus(NANO));
    Session next = session.renewed(session.tokens());
    Cookies nextCookies = SessionRig.cookies(rig.sessions.begin(next, DeviceLabel.UNKNOWN));
    assertThat(rig.over(nextCookies)).as("confirms its generation").isNull();

    rig.clock.advance(NANO);

    assertThat(rig.over(nextCookies)).isEqualTo(ErrorCode.LOGGED_OUT);
  }

  @Test
  void storeDown_unknownSession_goesOnAndIsCounted() {
    rig.store.down();

    assertThat(rig.over(cookies)).isNull();
    assertThat(rig.events).contains(new TmsEvent.StoreFailed("ledger"));
  }

  @Test
  void storeDownForTheMarksAlone_isCounted() {
    rig.store.downAfter(1);

    assertThat(rig.over(cookies)).isNull();
    assertThat(rig.events).contains(new TmsEvent.StoreFailed("marks"));
  }

  @Test
  void storeDown_endedSession_staysOver() {
    rig.ledger.end(session.ref(), 0, ErrorCode.LOGGED_OUT);
    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.LOGGED_OUT);
    rig.store.down();
    rig.clock.advance(Duration.ofMinutes(1));

    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.LOGGED_OUT);
  }
}
