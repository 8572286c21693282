package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.seal.SealedStore.Unreadable;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.User;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The marks of logouts that no one can look sessions up for: sessions of a user, or of a provider
 * session, that are not newer than the mark are over, wherever they are held. Marks live for as
 * long as any session that they are about. They are written under the primary index key and looked
 * up under every enabled one. Thread-safe.
 */
public final class LogoutMarks {
  private static final Logger log = System.getLogger(LogoutMarks.class.getName());

  private static final String BY_PROVIDER_SESSION = "sid";
  private static final String BY_USER = "sub";
  private static final String BY_USER_WITHOUT_SID = "sub-without-sid";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int MOST_KNOWN = 10_000;

  private final SealedStore store;
  private final Duration timeToLive;
  private final InstantSource clock;
  private final @Nullable EndedFile file;
  private final TmsListener events;
  private final AtomicBoolean isToldFull = new AtomicBoolean();
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /**
   * Marks in this store, for sessions that live no longer than this.
   *
   * @param file where they are kept besides; null where the store remembers by itself
   */
  public LogoutMarks(
      SealedStore store,
      SessionLifetime lifetime,
      InstantSource clock,
      @Nullable EndedFile file,
      TmsListener events) {
    this.file = file;
    this.events = events;
    this.store = store;
    this.timeToLive = lifetime.absolute().plus(TOLERANCE);
    this.clock = clock;
  }

  private record Key(String kind, String issuer, String value) {}

  private record Known(Mark mark, Instant until) {}

  /**
   * Every session of this provider session is over.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the mark may be written all
   *     the same
   */
  public void markProviderSession(String issuer, String sid) {
    write(new Key(BY_PROVIDER_SESSION, issuer, sid), Mark.ALL);
  }

  /**
   * Every session of this user is over whose login's ID token was issued at this time or earlier.
   *
   * @param issuedAt {@code iat} of the logout token
   * @throws StoreUnavailableException if the store cannot be reached; the mark may be written all
   *     the same
   */
  public void markUser(String issuer, String subject, Instant issuedAt) {
    write(new Key(BY_USER, issuer, subject), Mark.ofLoginsUpTo(issuedAt));
  }

  /**
   * As {@link #markUser}, for sessions alone of which no provider session is known: the provider
   * has ended one of the user's, and it is unknown whether it was theirs.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the mark may be written all
   *     the same
   */
  public void markUserWithoutSid(String issuer, String subject, Instant issuedAt) {
    write(new Key(BY_USER_WITHOUT_SID, issuer, subject), Mark.ofLoginsUpTo(issuedAt));
  }

  /**
   * Every session of this user is over that began earlier than the present second. The provider's
   * clock has no part in it, so that a login right after it counts.
   *
   * @throws StoreUnavailableException if the store cannot be reached; the mark may be written all
   *     the same
   */
  public void markUserHere(String issuer, String subject) {
    write(new Key(BY_USER, issuer, subject), Mark.ofSessionsBefore(clock.instant()));
  }

  /**
   * Whether a mark says that the session is over.
   *
   * @throws StoreUnavailableException if the store cannot be reached, and no mark known here says
   *     so
   */
  public boolean isOver(Session session) {
    User user = session.user();
    return isOver(
        user.issuer(), user.subject(), user.providerSession(), user.loginAt(), session.issuedAt());
  }

  /**
   * Whether a mark says that this session of a user is over.
   *
   * @throws StoreUnavailableException if the store cannot be reached, and no mark known here says
   *     so
   */
  public boolean isOver(String issuer, String subject, SessionRow row) {
    return isOver(issuer, subject, row.providerSession(), row.loginAt(), row.firstUse());
  }

  private boolean isOver(
      String issuer, String subject, @Nullable String sid, Instant loginAt, Instant issuedAt) {
    for (Key key : keys(issuer, subject, sid)) {
      Mark mark = lastKnown(key);
      if (mark != null && mark.covers(loginAt, issuedAt)) {
        return true;
      }
    }
    for (Key key : keys(issuer, subject, sid)) {
      Mark mark = look(key);
      if (mark != null && mark.covers(loginAt, issuedAt)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a mark that this node has seen or written says so; makes no call. */
  boolean isKnownToBeOver(Session session) {
    if (known.isEmpty()) {
      return false; // as nearly always: no keys are made for nothing
    }
    User user = session.user();
    return keys(user.issuer(), user.subject(), user.providerSession()).stream()
        .map(this::lastKnown)
        .anyMatch(mark -> mark != null && mark.covers(user.loginAt(), session.issuedAt()));
  }

  private static List<Key> keys(String issuer, String subject, @Nullable String sid) {
    Key byUser = new Key(BY_USER, issuer, subject);
    return sid == null
        ? List.of(new Key(BY_USER_WITHOUT_SID, issuer, subject), byUser)
        : List.of(new Key(BY_PROVIDER_SESSION, issuer, sid), byUser);
  }

  private @Nullable Mark look(Key key) {
    Mark all = null;
    for (Name name : names(key)) {
      Stored stored = store.get(name);
      Mark mark = null;
      if (stored instanceof Found found) {
        mark = Mark.decode(found.value()).orElse(null);
      }
      if (mark == null && !(stored instanceof Missing)) {
        if (key.kind().equals(BY_PROVIDER_SESSION)) {
          mark = Mark.ALL; // that it is there says everything
        } else {
          throw new StoreUnavailableException(
              "the mark of a logout does not open under the keys of this node");
        }
      }
      if (mark != null) {
        all = all == null ? mark : all.and(mark);
      }
    }
    if (all != null) {
      remember(key, all);
    }
    return all;
  }

  private void write(Key key, Mark mark) {
    Name name = names(key).get(0);
    while (true) {
      Stored stored = store.get(name);
      Mark next = mark;
      if (stored instanceof Found found) {
        next = and(found.value(), mark);
      }
      Mark marked = next;
      if (file != null) {
        // first: a provider that gets 200 does not send it again
        file.change(
            name, timeToLive, kept -> kept == null ? marked.encode() : and(kept, marked).encode());
      }
      boolean written =
          stored instanceof Missing
              ? store.putIfAbsent(name, next.encode(), timeToLive).isPresent()
              : store.replace(name, version(stored), next.encode(), timeToLive).isPresent();
      if (written) {
        remember(key, next);
        return;
      }
    }
  }

  private static Mark and(byte[] kept, Mark mark) {
    return Mark.decode(kept).map(mark::and).orElse(mark);
  }

  /** Takes back a mark that was kept in the file; nothing for a name of another purpose. */
  void restore(String name, byte[] value, Duration left) {
    store.named(name).ifPresent(own -> store.put(own, value, left));
  }

  private static long version(Stored stored) {
    return stored instanceof Found found ? found.version() : ((Unreadable) stored).version();
  }

  private @Nullable Mark lastKnown(Key key) {
    Known last = known.get(key);
    return last == null || !clock.instant().isBefore(last.until()) ? null : last.mark();
  }

  private void remember(Key key, Mark mark) {
    Instant now = clock.instant();
    if (known.size() >= MOST_KNOWN) {
      known.values().removeIf(old -> !now.isBefore(old.until()));
    }
    if (known.size() < MOST_KNOWN) {
      known.merge(
          key,
          new Known(mark, now.plus(timeToLive)),
          (old, fresh) -> new Known(old.mark().and(fresh.mark()), fresh.until()));
    }
    if (known.size() < MOST_KNOWN) {
      isToldFull.set(false);
      return;
    }
    events.on(new TmsEvent.NotRemembered("marks"));
    if (isToldFull.compareAndSet(false, true)) {
      log.log(
          Level.WARNING,
          "this node remembers {0} logouts at the provider and takes no more: others are looked up"
              + " in the store, and not seen while that is down",
          Integer.toString(MOST_KNOWN));
    }
  }

  private List<Name> names(Key key) {
    return store.names(key.kind(), key.issuer(), key.value());
  }

  /**
   * What a logout has ended; in whole seconds, as tokens have them.
   *
   * @param loginsUpTo logins whose ID token was issued then or earlier, by the provider's clock
   * @param sessionsBefore sessions that began earlier than this, by our own clock
   */
  record Mark(long loginsUpTo, long sessionsBefore) {
    /** Everything that it is about. */
    static final Mark ALL = new Mark(Long.MAX_VALUE, Long.MIN_VALUE);

    private static final byte VERSION = 1;
    private static final int LENGTH = 1 + 2 * Long.BYTES;

    static Mark ofLoginsUpTo(Instant issuedAt) {
      return new Mark(issuedAt.getEpochSecond(), Long.MIN_VALUE);
    }

    static Mark ofSessionsBefore(Instant time) {
      return new Mark(Long.MIN_VALUE, time.getEpochSecond());
    }

    boolean covers(Instant loginAt, Instant begunAt) {
      return loginAt.getEpochSecond() <= loginsUpTo || begunAt.getEpochSecond() < sessionsBefore;
    }

    /** What either of them has ended: a mark that arrives late takes nothing back. */
    Mark and(Mark other) {
      return new Mark(
          Math.max(loginsUpTo, other.loginsUpTo), Math.max(sessionsBefore, other.sessionsBefore));
    }

    byte[] encode() {
      return ByteBuffer.allocate(LENGTH)
          .put(VERSION)
          .putLong(loginsUpTo)
          .putLong(sessionsBefore)
          .array();
    }

    /** The mark of these bytes; empty where they are damaged or of another version. */
    static Optional<Mark> decode(byte[] bytes) {
      if (bytes.length != LENGTH || bytes[0] != VERSION) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
      return Optional.of(new Mark(in.getLong(), in.getLong()));
    }
  }
}
