package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.session.ModelProvider.Call;
import dev.tms.session.ModelProvider.Family;
import dev.tms.session.ModelProvider.Result;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.token.AccessToken;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks the table of cases and the permitted losses against what happens. */
final class Oracle {
  private final World world;
  Violation violation;

  Oracle(World world) {
    this.world = world;
  }

  void fail(Rule rule, String detail) {
    if (violation == null) {
      violation = new Violation(rule, detail);
      world.tell(() -> "VIOLATED " + violation);
    }
  }

  void unexpected(Actor actor, Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    fail(Rule.NO_SURPRISE, actor + ": " + text);
  }

  /** A token request has reached the provider. */
  void sent(Family family, Call call) {
    world.tally.count("token requests");
    if (family.calls.stream().anyMatch(earlier -> earlier.token.equals(call.token))) {
      world.tally.count("token requests with a token that was sent before");
    }
    for (Call earlier : family.calls) {
      if (earlier.token.equals(call.token) && !mayRepeat(earlier, call)) {
        fail(
            Rule.ONE_REQUEST,
            call.actor
                + " sends "
                + call.token
                + ", as "
                + earlier.actor
                + " has: "
                + earlier.result);
      }
    }
  }

  private boolean mayRepeat(Call earlier, Call call) {
    return earlier.result == Result.FAILED
        || earlier.isUnanswered()
        || world.hadStoreTroubleSince(Math.min(earlier.actor.begunAt, call.actor.begunAt))
        || call.family.logins.stream()
            .anyMatch(login -> login.hasTakenOver && world.hadStoreTroubleSince(login.cameAt))
        || stoodStill(earlier.actor)
        || stoodStill(call.actor);
  }

  /** Whether its node stood still while it was at it, and for so long that its lease ran out. */
  private boolean stoodStill(Actor actor) {
    return actor.node.lastFrozen > actor.begunAt
        && !world.now().isBefore(actor.begun.plus(ModelNode.POLICY.lease()));
  }

  /** A refresh token is revoked. */
  void revoked(Family family) {
    // a sign-out that the store has noted, and this node has not yet, is not seen by a silent login
    boolean isUnseen =
        world.hadAnyStoreTrouble() && family.logins.stream().anyMatch(l -> l.endBegun);
    if (!family.holder().endBegun
        && !family.identityChanged
        && !isUnseen
        && !world.hadStoreTroubleSince(-1)) {
      fail(Rule.REVOKED, "a token of " + family.holder() + " is revoked, and no one has ended it");
    }
  }

  /** A request has been answered. */
  void answered(Visit visit) {
    AccessOutcome outcome = visit.outcome;
    if (outcome instanceof AccessOutcome.Granted granted) {
      world.tally.count("answered with a token");
      granted(visit, granted.token());
    } else if (outcome instanceof AccessOutcome.Denied denied) {
      world.tally.count("answered " + denied.reason());
      denied(visit, denied.reason());
    } else {
      world.tally.count("answered UNAVAILABLE");
      AccessToken token = visit.session == null ? null : visit.session.tokens().accessToken();
      if (token != null && token.isValidAt(world.now())) {
        fail(Rule.SERVED, visit + " comes with a token that works and gets none");
      }
    }
    cookies(visit);
  }

  private void granted(Visit visit, AccessToken token) {
    Family family = visit.login.family;
    if (visit.session == null || !token.reveal().startsWith("at-" + family.number + "-")) {
      fail(Rule.ISOLATION, visit + " gets " + token.reveal());
    }
    if (!token.isValidAt(visit.begun)) {
      fail(Rule.SERVED, visit + " gets a token that has expired");
    }
    live(visit);
  }

  /** A request is taken for one of a live session. */
  void live(Visit visit) {
    Login login = visit.login;
    if (login.endedAt != null
        && !visit.begun.isBefore(login.endedAt.plus(ModelNode.CHECK_INTERVAL))
        && !world.hadStoreTroubleSince(login.endedSince)) {
      fail(Rule.ENDED, visit + " is served, and " + login + " ended at " + login.endedAt);
    }
  }

  /** A look has found a live session; the store's entry is as it is now. */
  void looked(Visit visit, LedgerEntry entry) {
    live(visit);
    int generation = visit.session.generation();
    Instant seen = visit.login.refusalSeen.get(generation);
    AccessToken token = visit.session.tokens().accessToken();
    if (seen != null
        && entry.refuses(generation)
        && !visit.begun.isBefore(seen.plus(ModelNode.CHECK_INTERVAL))
        && !token.isValidAt(visit.begun)
        && !world.hadStoreTroubleSince(-1)) {
      fail(Rule.ENDED, visit + " is live, is refused, and has no token");
    }
  }

  private void denied(Visit visit, ErrorCode reason) {
    Login login = visit.login;
    Family family = login.family;
    boolean isRight =
        switch (reason) {
          case NO_SESSION -> visit.session == null;
          case LOGGED_OUT -> login.endBegun || login.takeOverBegun;
          case IDENTITY_CHANGED -> family.identityChanged;
          case SESSION_EXPIRED ->
              family.isDead
                  || family.mayBeGivenUp()
                  || visit.session.tokens().refreshToken() == null;
          case SESSION_LOST -> family.isDead || family.mayBeGivenUp();
          case ABSOLUTE_TIMEOUT -> !world.now().isBefore(visit.session.deadline());
          case IDLE_TIMEOUT -> isIdle(visit);
          case SESSION_SUPERSEDED -> true;
          default -> false;
        };
    if (isRight && !family.isDead && reason == ErrorCode.SESSION_EXPIRED && family.mayBeGivenUp()) {
      world.tally.count("given up after unclear refusals");
    }
    if (!isRight) {
      fail(Rule.KEPT, visit + " is refused: " + reason);
    }
    if (reason == ErrorCode.SESSION_SUPERSEDED && !maySupersede(visit)) {
      fail(Rule.SUPERSEDED, visit + " is refused too early");
    }
    boolean isSureOfTries = !world.hadStoreTroubleSince(-1);
    if (isSureOfTries
        && reason == ErrorCode.SESSION_EXPIRED
        && visit.session.tokens().refreshToken() != null
        && family.rejectedAfterSilence.contains(family.newestPublished)) {
      fail(Rule.LOST, visit + " is told session_expired after a try without an answer");
    }
  }

  private boolean isIdle(Visit visit) {
    Instant active = ModelNode.LAST_USE.activeUntil(visit.cookies, visit.session);
    Instant deadline = ModelNode.LIFETIME.idleDeadline(active, visit.session.deadline());
    return !world.now().isBefore(deadline);
  }

  private boolean maySupersede(Visit visit) {
    Login login = visit.login;
    Instant graceAgo = world.now().minus(ModelNode.POLICY.grace());
    Instant idle = world.now().minus(ModelNode.LIFETIME.idle());
    return presentedSince(login.presented, visit, graceAgo)
        || !login.family.firstExpiry.isAfter(idle) // a successor need not be kept any longer
        || world.hadStoreTroubleSince(-1);
  }

  private static boolean presentedSince(
      Map<Integer, Instant> presented, Visit visit, Instant latest) {
    return presented.entrySet().stream()
        .anyMatch(
            one -> one.getKey() > visit.session.generation() && !one.getValue().isAfter(latest));
  }

  /** A silent login has the refresh token of the session before. */
  void takenOver(Login next) {
    world.tally.count("silent logins that kept the refresh token");
    next.hasTakenOver = true;
    for (Login login : next.family.logins) {
      if (world.entry(login.first).reason() == ErrorCode.LOGGED_OUT) {
        login.ended(world.now(), world.tick());
      }
    }
  }

  /** A silent login has found nothing to keep. */
  void nothingTaken(Visit visit) {
    world.tally.count("silent logins that kept nothing");
    Instant graceAgo = world.now().minus(ModelNode.POLICY.grace());
    boolean isRight = visit.session.tokens().refreshToken() == null || visit.login.endBegun;
    Family family = visit.login.family;
    // another silent login was quicker: that one is named for the grace time, and may be over
    isRight |=
        family.logins.stream()
            .filter(login -> login.keptAt != null)
            .anyMatch(login -> login.endBegun || !login.keptAt.isAfter(graceAgo));
    boolean isOld = visit.session.generation() < family.issued - 1;
    if (!isRight
        && !family.isDead
        && !family.identityChanged
        && !(isOld && maySupersede(visit))
        && !world.hadStoreTroubleSince(-1)) {
      fail(Rule.KEEPS, visit + " keeps nothing, and " + family.holder() + " has a refresh token");
    }
  }

  /** When all is quiet: an older generation than one that was seen in use long enough ago. */
  void oldCopy(Visit visit) {
    Instant latest = world.now().minus(ModelNode.POLICY.grace()).minus(ModelNode.CHECK_INTERVAL);
    boolean mustBeRefused =
        visit.session != null && presentedSince(visit.login.presentedQuietly, visit, latest);
    if (mustBeRefused && visit.outcome instanceof AccessOutcome.Granted) {
      fail(Rule.SUPERSEDED, visit + " is served, and a newer generation is in use");
    }
  }

  private void cookies(Visit visit) {
    String name = ModelNode.COOKIES.name("");
    List<SetCookie> written =
        visit.answer.stream().filter(cookie -> cookie.name().equals(name)).toList();
    boolean isRefused = visit.outcome instanceof AccessOutcome.Denied;
    for (SetCookie cookie : written) {
      if (cookie.clear()) {
        if (!isRefused || !isEnd(((AccessOutcome.Denied) visit.outcome).reason())) {
          fail(Rule.CLEARED, visit + " loses its cookies: " + visit.outcome);
        }
      } else {
        written(visit, cookie);
      }
    }
    if (isRefused
        && ((AccessOutcome.Denied) visit.outcome).reason() == ErrorCode.SESSION_SUPERSEDED
        && !visit.answer.isEmpty()) {
      fail(Rule.SUPERSEDED, visit + " is refused, and cookies are set or cleared");
    }
  }

  private static boolean isEnd(ErrorCode reason) {
    return reason == ErrorCode.LOGGED_OUT
        || reason == ErrorCode.SESSION_EXPIRED
        || reason == ErrorCode.SESSION_LOST
        || reason == ErrorCode.IDENTITY_CHANGED;
  }

  private void written(Visit visit, SetCookie cookie) {
    Session session = visit.login.opened(cookie.value());
    if (!session.id().equals(visit.session.id())) {
      fail(Rule.SAME_ID, visit + " gets a session of another id");
    }
    if (session.generation() <= visit.session.generation()) {
      fail(Rule.NEWEST, visit + " gets generation " + session.generation());
    }
    if (session.generation() < visit.newestKnown && !world.hadStoreTroubleSince(visit.begunAt)) {
      fail(
          Rule.NEWEST,
          visit + " gets generation " + session.generation() + " of " + visit.newestKnown);
    }
    if (!session
        .tokens()
        .refreshToken()
        .reveal()
        .startsWith("rt-" + visit.login.family.number + "-")) {
      fail(Rule.ISOLATION, visit + " gets another user's session");
    }
  }

  /** At the end: what was received after the end of a session is of no use any more. */
  void atEnd() {
    for (Login login : world.logins) {
      boolean isExcused =
          world.hadStoreTroubleSince(-1)
              || world.hadNodeTrouble
              || login.family.calls.stream().anyMatch(Call::isUnanswered);
      // a marked session's token is revoked when its cookie is seen, which may be lost on its way
      boolean isSeen = login == login.family.logins.get(0) || !login.presentedQuietly.isEmpty();
      boolean hasToken = login == login.family.holder() && isSeen && !login.isReplaced;
      if (hasToken && login.endedAt != null && !login.family.isDead && !isExcused) {
        fail(
            Rule.REVOKED,
            login
                + " has ended, and "
                + login.family.live
                + " still works; sent: "
                + login.family.calls.stream()
                    .map(call -> call.token)
                    .collect(Collectors.joining(", ")));
      }
    }
  }
}
