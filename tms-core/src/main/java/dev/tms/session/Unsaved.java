package dev.tms.session;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refreshed sessions that could not be written because the store went away after the provider had
 * answered: the one-time refresh token in them exists nowhere else. Kept on this node until the
 * store is back. Bounded; thread-safe.
 */
final class Unsaved {
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<SessionId, Session> sessions = new ConcurrentHashMap<>();

  Unsaved(InstantSource clock) {
    this.clock = clock;
  }

  void add(Session session) {
    if (sessions.size() >= MOST) {
      Instant now = clock.instant();
      sessions.values().removeIf(old -> !now.isBefore(old.deadline()));
    }
    if (sessions.size() < MOST || sessions.containsKey(session.id())) {
      sessions.merge(session.id(), session, (a, b) -> a.generation() > b.generation() ? a : b);
    }
  }

  /** A newer generation of this session, or null. */
  @Nullable Session newerThan(Session session) {
    Session newer = sessions.get(session.id());
    return newer != null && newer.generation() > session.generation() ? newer : null;
  }

  void remove(SessionId id) {
    sessions.remove(id);
  }
}
