package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.event.TmsEvent;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.web.Cookies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private static final Duration NANO = Duration.ofNanos(1);

  private final SessionRig rig = new SessionRig();
  private final Session session = rig.login();
  private final List<SetCookie> set = rig.sessions.begin(session, DeviceLabel.UNKNOWN);
  private final Cookies cookies = SessionRig.cookies(set);

  @Test
  void open_begun_isTheSameSession() {
    OpenOutcome.Live live = (OpenOutcome.Live) rig.sessions.open(cookies);

    assertThat(live.session()).isEqualTo(session);
    assertThat(live.activeUntil()).isEqualTo(session.issuedAt());
    assertThat(live.stale()).isFalse();
  }

  @Test
  void open_aroundTheIdleDeadline_isLiveUntilTheNanosecondBefore() {
    rig.clock.advance(Duration.ofMinutes(20).minus(NANO));
    assertThat(rig.over(cookies)).isNull();
    rig.clock.advance(NANO);
    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.IDLE_TIMEOUT);
    rig.clock.advance(NANO);
    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.IDLE_TIMEOUT);
  }

  @Test
  void open_aroundTheAbsoluteDeadline_isLiveUntilTheNanosecondBefore() {
    List<SetCookie> used = new ArrayList<>(set);
    used.removeIf(c -> c.name().endsWith("-use"));
    used.add(rig.lastUse.write(session, session.issuedAt().plus(Duration.ofHours(3))));
    Cookies active = SessionRig.cookies(used);

    rig.clock.advance(Duration.ofHours(1).minus(NANO));
    assertThat(rig.over(active)).isNull();
    rig.clock.advance(NANO);
    assertThat(rig.over(active)).isEqualTo(ErrorCode.ABSOLUTE_TIMEOUT);
  }

  @Test
  void open_withoutTheCookieOfLastUse_countsFromTheLogin() {
    Cookies alone =
        SessionRig.cookies(set.stream().filter(c -> !c.name().endsWith("-use")).toList());
    rig.clock.advance(Duration.ofMinutes(20).minus(NANO));
    assertThat(rig.over(alone)).isNull();
    rig.clock.advance(NANO);

    assertThat(rig.over(alone)).isEqualTo(ErrorCode.IDLE_TIMEOUT);
  }

  @Test
  @DisplayName("Lesson 28: the last use of one session does not keep another one alive")
  void open_lastUseOfAnotherSession_doesNotCount() {
    Session other = rig.login();
    List<SetCookie> mixed = new ArrayList<>(set);
    mixed.removeIf(c -> c.name().endsWith("-use"));
    mixed.add(rig.lastUse.write(other, other.issuedAt().plus(Duration.ofMinutes(30))));
    rig.clock.advance(Duration.ofMinutes(21));

    assertThat(rig.over(SessionRig.cookies(mixed))).isEqualTo(ErrorCode.IDLE_TIMEOUT);
  }

  @Test
  void open_nothing_isNoSessionAndNoEvent() {
    assertThat(rig.over(Cookies.parse(List.of()))).isEqualTo(ErrorCode.NO_SESSION);
    assertThat(rig.events).isEmpty();
  }

  @Test
  void open_somethingThatDoesNotOpen_isNoSessionAndAnEvent() {
    OpenOutcome outcome = rig.sessions.open(Cookies.parse(List.of("__Host-tms=1garbage")));

    assertThat(((OpenOutcome.Over) outcome).reason()).isEqualTo(ErrorCode.NO_SESSION);
    assertThat(((OpenOutcome.Over) outcome).isEnded()).isFalse();
    assertThat(rig.events)
        .containsExactly(new TmsEvent.OpenFailed("session", TmsEvent.OpenFailed.Reason.MALFORMED));
  }

  @Test
  void use_claimsThatDoNotDecode_isNoSessionWhereTheyAreNeeded() {
    OpenOutcome.Live live = withoutReadableClaims(session);

    for (Use use : List.of(Use.SEEN, Use.TOKEN)) {
      RequestSession used = rig.sessions.use(live, use);

      assertThat(used.session()).isNull();
      assertThat(used.reason()).isEqualTo(ErrorCode.NO_SESSION);
      assertThat(used.access()).isEqualTo(new AccessOutcome.Denied(ErrorCode.NO_SESSION));
      assertThat(used.cookies()).isEmpty();
    }
    assertThat(rig.events)
        .containsOnly(new TmsEvent.OpenFailed("session", TmsEvent.OpenFailed.Reason.UNREADABLE));
    assertThat(rig.sessions.use(live, Use.TOKEN_HANDED_OUT).access())
        .isEqualTo(new AccessOutcome.Granted(session.tokens().accessToken()));
  }

  @Test
  void use_claimsThatDoNotDecode_areNotRefreshed() {
    OpenOutcome.Live live = withoutReadableClaims(session);
    rig.clock.advance(Duration.ofMinutes(10));

    RequestSession used = rig.sessions.use(live, Use.TOKEN_HANDED_OUT);

    assertThat(used.session()).isNull();
    assertThat(used.reason()).isEqualTo(ErrorCode.NO_SESSION);
  }

  private static OpenOutcome.Live withoutReadableClaims(Session session) {
    Claims malformed =
        Claims.later(
            () -> {
              throw new MalformedException("claims that are no object");
            });
    Session other =
        new Session(
            session.id(),
            session.generation(),
            session.indexKeyId(),
            session.registration(),
            session.tenant(),
            session.user().withClaims(malformed),
            session.issuedAt(),
            session.deadline(),
            session.antiforgery(),
            session.tokens());
    return new OpenOutcome.Live(other, session.issuedAt(), false, () -> {});
  }

  @Test
  void open_ended_isOverForThatReasonAndKnownToBe() {
    assertThat(end(session).wasLive()).isTrue();
    assertThat(end(session).wasLive()).isFalse();

    OpenOutcome.Over over = (OpenOutcome.Over) rig.sessions.open(cookies);

    assertThat(over.reason()).isEqualTo(ErrorCode.LOGGED_OUT);
    assertThat(over.isEnded()).isTrue();
    assertThat(rig.events)
        .contains(new TmsEvent.SessionEnded("logged_out", TmsEvent.SessionEnded.Cause.SIGN_OUT));
  }

  @Test
  void open_endedElsewhere_isSeenAfterTheCheckInterval() {
    assertThat(rig.over(cookies)).isNull();
    rig.ledger.end(session.ref(), 0, ErrorCode.LOGGED_OUT);
    rig.clock.advance(SessionRig.CHECK_INTERVAL.minus(NANO));
    assertThat(rig.over(cookies)).as("known from a moment ago").isNull();
    rig.clock.advance(NANO);

    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.LOGGED_OUT);
  }

  @Test
  void end_neverRefreshed_knowsNoNewerToken() {
    assertThat(end(null).newest()).isNull();
    assertThat(rig.revoked).isEmpty();
    assertThat(end(session).newest()).isSameAs(session);
    assertThat(rig.revoked).as("whatever it was before").containsExactly(Secret.of("refresh"));
  }

  private SessionEnder.Ended end(@Nullable Session inHand) {
    return rig.ender.end(
        session.ref(),
        inHand,
        TmsEvent.SessionEnded.Cause.SIGN_OUT,
        SessionEnder.RevokePolicy.ALWAYS);
  }

  @Test
  void end_refreshedMeanwhile_revokesTheNewestToken() {
    Session next =
        session.renewed(
            new TokenSet(session.tokens().accessTokens(), Secret.of("newest"), null, null));
    Ledger.Page page = rig.ledger.read(session.ref(), 0);
    assertThat(
            rig.ledger.write(
                session.ref(),
                page,
                page.entry().published(1, SessionWriter.encode(next), session.deadline())))
        .isPresent();

    var unused = end(session);

    assertThat(rig.revoked).containsExactly(Secret.of("newest"));
  }

  @Test
  void end_twice_keepsTheFirstReason() {
    rig.ledger.end(session.ref(), 0, ErrorCode.IDENTITY_CHANGED);
    assertThat(end(session).wasLive()).isFalse();

    assertThat(rig.over(cookies)).isEqualTo(ErrorCode.IDENTITY_CHANGED);
  }

  @Test
  @DisplayName("Pain 9: a session that fits only without its ID token is kept without it")
  void begin_idTokenDoesNotFit_isLeftOut() {
    Secret large = Secret.of(incompressible(8_000));
    TokenSet tokens =
        new TokenSet(session.tokens().accessTokens(), Secret.of("refresh"), null, large);
    Secret other = Secret.of(incompressible(16_000).substring(8_000));
    TokenSet both = new TokenSet(Map.of(), Secret.of("r" + other.reveal()), null, large);

    assertThat(loaded(session.withTokens(tokens)).tokens().idToken()).isEqualTo(large);
    assertThat(loaded(session.withTokens(both)).tokens().idToken()).isNull();
    assertThat(loaded(session.withTokens(both)).tokens().refreshToken())
        .isEqualTo(both.refreshToken());
  }

  @Test
  void begin_doesNotFitAtAll_saysWhatIsLarge() {
    TokenSet tokens =
        new TokenSet(Map.of(), Secret.of(incompressible(20_000)), null, Secret.of("a.b.c"));

    assertThatThrownBy(() -> rig.sessions.begin(session.withTokens(tokens), DeviceLabel.UNKNOWN))
        .isInstanceOfSatisfying(
            Session.TooLargeException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SESSION_TOO_LARGE))
        .hasMessageContaining("refresh token (20000 characters)")
        .hasMessageContaining("Session.Home: store")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  private Session loaded(Session saved) {
    Cookies after = SessionRig.cookies(rig.sessions.begin(saved, DeviceLabel.UNKNOWN));
    return ((OpenOutcome.Live) rig.sessions.open(after)).session();
  }

  @Test
  void activity_used_isWrittenAfterItsInterval() {
    Instant start = session.issuedAt();

    Instant almost = start.plusSeconds(60).minus(NANO);
    assertThat(rig.lastUse.isDue(start, almost, almost)).isFalse();
    assertThat(rig.lastUse.isDue(start, start.plusSeconds(60), start.plusSeconds(60))).isTrue();
    assertThat(rig.lastUse.isDue(start, start, start.minus(NANO))).isFalse();
    assertThat(rig.lastUse.isDue(start, start.plus(NANO), start)).isTrue();
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(7).ints(length, 0, 64).forEach(i -> text.append((char) ('0' + i)));
    return text.toString();
  }
}
