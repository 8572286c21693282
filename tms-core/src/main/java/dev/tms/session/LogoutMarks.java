package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.policy.SessionLifetime;
import dev.tms.seal.SealedStore;
import dev.tms.seal.SealedStore.Found;
import dev.tms.seal.SealedStore.Missing;
import dev.tms.seal.SealedStore.Name;
import dev.tms.seal.SealedStore.Stored;
import dev.tms.seal.SealedStore.Unreadable;
import dev.tms.session.SessionIndex.SessionRow;
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
 * Marks of logouts whose sessions cannot be looked up, because they are in cookies. A mark ends all
 * sessions of a user, or of a provider session, that are not newer than it, and lives as long as
 * such a session can. Marks are written under the primary index key and read under every enabled
 * one. If the store is unreachable, writing throws {@link StoreUnavailableException}, but the mark
 * may have been written. Thread-safe.
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
  private final AtomicBoolean isFullLogged = new AtomicBoolean();
  private final Map<Key, Known> known = new ConcurrentHashMap<>();

  /**
   * Marks in this store.
   *
   * @param file also records the marks, for a store that does not survive a restart; or null
   */
  LogoutMarks(
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

  /** Ends every session of this provider session. */
  public void markProviderSession(String issuer, String sid) {
    write(new Key(BY_PROVIDER_SESSION, issuer, sid), Mark.ALL);
  }

  /**
   * Ends the user's sessions whose ID token was issued at this time or earlier.
   *
   * @param issuedAt {@code iat} of the logout token
   * @throws StoreUnavailableException if the store cannot be reached; the mark may still have been
   *     written
   */
  public void markUser(String issuer, String subject, Instant issuedAt) {
    write(new Key(BY_USER, issuer, subject), Mark.ofLoginsUpTo(issuedAt));
  }

  /**
   * As {@link #markUser}, but only for sessions without a provider session: the provider has ended
   * one of the user's, and it is unknown which one.
   */
  public void markUserWithoutSid(String issuer, String subject, Instant issuedAt) {
    write(new Key(BY_USER_WITHOUT_SID, issuer, subject), Mark.ofLoginsUpTo(issuedAt));
  }

  /**
   * Ends the user's sessions that began before the current second, by this service's clock, so that
   * the next login is not affected.
   */
  public void markUserHere(String issuer, String subject) {
    write(new Key(BY_USER, issuer, subject), Mark.ofSessionsBefore(clock.instant()));
  }

  /**
   * Whether a mark ends this session.
   *
   * @throws StoreUnavailableException if the store cannot be reached, and no cached mark ends it
   */
  boolean isOver(Session session) {
    User user = session.user();
    return isOver(
        user.issuer(), user.subject(), user.providerSession(), user.loginAt(), session.issuedAt());
  }

  /** As {@link #isOver(Session)}. */
  public boolean isOver(String issuer, String subject, SessionRow row) {
    return isOver(issuer, subject, row.providerSession(), row.loginAt(), row.firstUse());
  }

  private boolean isOver(
      String issuer, String subject, @Nullable String sid, Instant loginAt, Instant issuedAt) {
    List<Key> keys = keys(issuer, subject, sid);
    return keys.stream().anyMatch(key -> covers(lastKnown(key), loginAt, issuedAt))
        || keys.stream().anyMatch(key -> covers(read(key), loginAt, issuedAt));
  }

  private static boolean covers(@Nullable Mark mark, Instant loginAt, Instant issuedAt) {
    return mark != null && mark.covers(loginAt, issuedAt);
  }

  /** Whether a cached mark ends the session; makes no call. */
  boolean isKnownToBeOver(Session session) {
    if (known.isEmpty()) {
      return false; // the usual case, without computing keys
    }
    User user = session.user();
    return keys(user.issuer(), user.subject(), user.providerSession()).stream()
        .anyMatch(key -> covers(lastKnown(key), user.loginAt(), session.issuedAt()));
  }

  private static List<Key> keys(String issuer, String subject, @Nullable String sid) {
    Key byUser = new Key(BY_USER, issuer, subject);
    return sid == null
        ? List.of(new Key(BY_USER_WITHOUT_SID, issuer, subject), byUser)
        : List.of(new Key(BY_PROVIDER_SESSION, issuer, sid), byUser);
  }

  private @Nullable Mark read(Key key) {
    Mark all = null;
    for (Name name : names(key)) {
      Stored stored = store.get(name);
      Mark mark = null;
      if (stored instanceof Found found) {
        mark = Mark.decode(found.value()).orElse(null);
      }
      if (mark == null && !(stored instanceof Missing)) {
        if (key.kind().equals(BY_PROVIDER_SESSION)) {
          mark = Mark.ALL; // marks of provider sessions have no other value
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
        // before the store: a provider that gets 200 does not repeat its logout request
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

  /** Restores a mark from the file; ignores names of other purposes. */
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
      isFullLogged.set(false);
      return;
    }
    events.on(new TmsEvent.NotRemembered("marks"));
    if (isFullLogged.compareAndSet(false, true)) {
      log.log(
          Level.WARNING,
          "the cache of {0} logouts is full: further ones are read from the store, and are"
              + " not seen while the store is down",
          Integer.toString(MOST_KNOWN));
    }
  }

  private List<Name> names(Key key) {
    return store.names(key.kind(), key.issuer(), key.value());
  }

  /**
   * The sessions that a logout has ended. Times are seconds since 1970, the precision of tokens.
   *
   * @param loginsUpTo logins whose ID token was issued then or earlier, by the provider's clock
   * @param sessionsBefore sessions that began earlier, by this service's clock
   */
  record Mark(long loginsUpTo, long sessionsBefore) {
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

    /** The union of both, so that a late mark does not revive sessions. */
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

    /** Empty if the bytes are damaged or of another version. */
    static Optional<Mark> decode(byte[] bytes) {
      if (bytes.length != LENGTH || bytes[0] != VERSION) {
        return Optional.empty();
      }
      ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
      return Optional.of(new Mark(in.getLong(), in.getLong()));
    }
  }
}
