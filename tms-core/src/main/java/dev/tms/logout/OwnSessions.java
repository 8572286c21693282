package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.policy.SessionLifetime;
import dev.tms.session.LogoutMarks;
import dev.tms.session.Session;
import dev.tms.session.SessionEnder;
import dev.tms.session.SessionEnder.RevokePolicy;
import dev.tms.session.SessionIndex;
import dev.tms.session.SessionIndex.SessionRow;
import dev.tms.session.SessionRef;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's own sessions, if held in the store: lists them, and ends one or all. Every operation
 * throws {@link StoreUnavailableException} if the store is unavailable; completed steps remain.
 * Thread-safe.
 */
public final class OwnSessions {
  private final SessionIndex index;
  private final LogoutMarks marks;
  private final SessionEnder ender;
  private final SessionLifetime lifetime;
  private final InstantSource clock;

  public OwnSessions(
      SessionIndex index,
      LogoutMarks marks,
      SessionEnder ender,
      SessionLifetime lifetime,
      InstantSource clock) {
    this.index = index;
    this.marks = marks;
    this.ender = ender;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Returns the live sessions of the current user, most recently used first. */
  public List<SessionRow> list(Session current) {
    User user = current.user();
    List<SessionRow> rows = index.rows(user.issuer(), user.subject());
    List<SessionRow> over = rows.stream().filter(row -> isOver(current, row)).toList();
    if (!over.isEmpty()) {
      index.remove(
          user.issuer(), user.subject(), over.stream().map(row -> row.ref().id()).toList());
    }
    return rows.stream().filter(row -> !over.contains(row)).toList();
  }

  private boolean isOver(Session current, SessionRow row) {
    Instant idle =
        lifetime.idleDeadline(
            row.activeUntil().plus(lifetime.writeInterval()), row.ref().deadline());
    User user = current.user();
    return !row.ref().id().equals(current.id())
        && (!clock.instant().isBefore(idle)
            || ender.isOver(row.ref())
            || marks.isOver(user.issuer(), user.subject(), row));
  }

  /** Ends the user's session with this ID; false if there is none. */
  public boolean end(Session current, String id) {
    if (id.equals(current.id().value())) {
      end(current.ref(), current);
      return true;
    }
    Optional<SessionRow> row =
        list(current).stream().filter(one -> one.ref().id().value().equals(id)).findFirst();
    row.ifPresent(found -> end(found.ref(), null));
    row.ifPresent(
        found ->
            index.remove(
                current.user().issuer(), current.user().subject(), List.of(found.ref().id())));
    return row.isPresent();
  }

  /**
   * Ends all sessions of the user; a mark ends those missing from the index. The current one ends
   * last, so that the user can retry after a failure.
   */
  public void endAll(Session current) {
    User user = current.user();
    List<SessionRow> rows = index.rows(user.issuer(), user.subject());
    for (SessionRow row : rows) {
      if (!row.ref().id().equals(current.id())) {
        end(row.ref(), null);
      }
    }
    index.remove(user.issuer(), user.subject(), rows.stream().map(row -> row.ref().id()).toList());
    marks.markUserHere(user.issuer(), user.subject());
    end(current.ref(), current);
  }

  private void end(SessionRef ref, @Nullable Session inHand) {
    var unused = ender.end(ref, inHand, TmsEvent.SessionEnded.Cause.OWN_LIST, RevokePolicy.IF_LIVE);
  }
}
