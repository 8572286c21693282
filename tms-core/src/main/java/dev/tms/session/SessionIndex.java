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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The store-entry sessions of each user, in one entry per user, because stores cannot enumerate
 * entries. Changed by compare-and-set. Holds the {@value #MOST} most recently used sessions. The
 * index is a hint: only the ledger tells whether a session has ended. Thread-safe.
 */
public final class SessionIndex {
  public static final int MOST = 100;

  private static final String LABEL = "index";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SealedStore store;
  private final InstantSource clock;
  private final Executor background;
  private final TmsListener events;

  SessionIndex(SealedStore store, InstantSource clock, Executor background, TmsListener events) {
    this.store = store;
    this.clock = clock;
    this.background = background;
    this.events = events;
  }

  /**
   * A user's sessions before their absolute deadline, most recently used first.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public List<SessionRow> rows(String issuer, String subject) {
    return tidied(read(names(issuer, subject)).rows());
  }

  /** Adds a new session. If the store is down, its next use adds it. */
  void add(Session session, DeviceLabel device) {
    put(session, SessionRow.of(session, device, clock.instant()), clock.instant());
  }

  /** Records a use in the background. */
  void usedLater(Session session, Instant activeUntil) {
    try {
      background.execute(
          () ->
              put(
                  session,
                  SessionRow.of(session, DeviceLabel.UNKNOWN, clock.instant()),
                  activeUntil));
    } catch (RejectedExecutionException e) {
      // the next use is recorded
    }
  }

  private void put(Session session, SessionRow fresh, Instant activeUntil) {
    Instant now = clock.instant();
    try {
      change(
          names(session.user().issuer(), session.user().subject()),
          rows -> {
            Map<SessionId, SessionRow> byId = new LinkedHashMap<>();
            rows.forEach(row -> byId.put(row.ref().id(), row));
            SessionRow row = byId.getOrDefault(session.id(), fresh);
            byId.put(session.id(), row.used(now, activeUntil));
            return List.copyOf(byId.values());
          });
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("index"));
    }
  }

  /**
   * Removes ended sessions from a user's entry.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public void remove(String issuer, String subject, List<SessionId> over) {
    change(
        names(issuer, subject),
        rows -> rows.stream().filter(row -> !over.contains(row.ref().id())).toList());
  }

  private void change(List<Name> names, UnaryOperator<List<SessionRow>> change) {
    while (true) {
      Entry entry = read(names);
      List<SessionRow> next = tidied(change.apply(entry.rows()));
      if (write(names.get(0), entry, next)) {
        entry.older().forEach(store::remove);
        return;
      }
    }
  }

  /** Writes under the primary key. */
  private boolean write(Name name, Entry entry, List<SessionRow> next) {
    if (next.isEmpty()) {
      return entry.version() == 0 || store.remove(name, entry.version());
    }
    byte[] value = RowsCodec.encode(next);
    Duration timeToLive = timeToLive(next);
    return entry.version() == 0
        ? store.putIfAbsent(name, value, timeToLive).isPresent()
        : store.replace(name, entry.version(), value, timeToLive).isPresent();
  }

  /**
   * The merged entries under all index keys.
   *
   * @param version the version of the entry under the primary key; 0 if there is none
   * @param older versions of the entries under other keys
   */
  private record Entry(List<SessionRow> rows, long version, Map<Name, Long> older) {}

  private Entry read(List<Name> names) {
    Map<SessionId, SessionRow> rows = new LinkedHashMap<>();
    Map<Name, Long> older = new LinkedHashMap<>();
    long version = 0;
    for (int i = 0; i < names.size(); i++) {
      Stored stored = store.get(names.get(i));
      if (stored instanceof Missing) {
        continue;
      }
      // an entry that does not open under this node's keys is overwritten
      long found =
          stored instanceof Found readable ? readable.version() : ((Unreadable) stored).version();
      if (stored instanceof Found readable) {
        RowsCodec.decode(readable.value())
            .forEach(row -> rows.merge(row.ref().id(), row, SessionIndex::newer));
      }
      if (i == 0) {
        version = found;
      } else {
        older.put(names.get(i), found);
      }
    }
    return new Entry(List.copyOf(rows.values()), version, older);
  }

  private static SessionRow newer(SessionRow a, SessionRow b) {
    return b.lastUse().isAfter(a.lastUse()) ? b : a;
  }

  private List<SessionRow> tidied(List<SessionRow> rows) {
    Instant now = clock.instant();
    return rows.stream()
        .filter(row -> now.isBefore(row.ref().deadline()))
        .sorted(Comparator.comparing(SessionRow::lastUse).reversed())
        .limit(MOST)
        .toList();
  }

  private Duration timeToLive(List<SessionRow> rows) {
    Instant last =
        rows.stream().map(row -> row.ref().deadline()).max(Comparator.naturalOrder()).orElseThrow();
    return Duration.between(clock.instant(), last).plus(TOLERANCE);
  }

  private List<Name> names(String issuer, String subject) {
    return store.names(LABEL, issuer, subject);
  }

  /**
   * One session in the index.
   *
   * @param firstUse the time of the login
   * @param lastUse the time of the last use, accurate to a minute
   * @param activeUntil until when it counts as used
   * @param device the device of the login
   * @param providerSession {@code sid}, or null
   * @param loginAt {@code iat} of the login's ID token
   */
  public record SessionRow(
      SessionRef ref,
      Instant firstUse,
      Instant lastUse,
      Instant activeUntil,
      DeviceLabel device,
      @Nullable String providerSession,
      Instant loginAt) {

    static SessionRow of(Session session, DeviceLabel device, Instant now) {
      User user = session.user();
      return new SessionRow(
          session.ref(),
          session.issuedAt(),
          now,
          now,
          device,
          user.providerSession(),
          user.loginAt());
    }

    /** After a use; never sets a time back. */
    SessionRow used(Instant now, Instant until) {
      return new SessionRow(
          ref,
          firstUse,
          later(now, lastUse),
          later(until, activeUntil),
          device,
          providerSession,
          loginAt);
    }

    private static Instant later(Instant a, Instant b) {
      return a.isAfter(b) ? a : b;
    }

    @Override
    public String toString() {
      return "SessionRow[" + device + "]";
    }
  }

  /** The format of an index entry; times in whole seconds. */
  static final class RowsCodec {
    private static final int VERSION = 1;
    private static final int ID_BYTES = 16;
    private static final int MOST_SID_LENGTH = 255;

    private RowsCodec() {}

    static byte[] encode(List<SessionRow> rows) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 + 128 * rows.size());
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeByte(VERSION);
        out.writeShort(rows.size());
        for (SessionRow row : rows) {
          write(out, row);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e); // cannot happen in memory
      }
      return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, SessionRow row) throws IOException {
      out.write(row.ref().id().bytes());
      out.writeInt(row.ref().indexKeyId());
      out.writeLong(row.ref().deadline().getEpochSecond());
      out.writeLong(row.firstUse().getEpochSecond());
      out.writeLong(row.lastUse().getEpochSecond());
      out.writeLong(row.activeUntil().getEpochSecond());
      out.writeUTF(row.device().family().name());
      out.writeUTF(row.device().platform().name());
      String sid = row.providerSession();
      // a longer one is omitted: the session is still found by its user and its cookie
      out.writeUTF(sid == null || sid.length() > MOST_SID_LENGTH ? "" : sid);
      out.writeLong(row.loginAt().getEpochSecond());
    }

    /** Empty if the bytes are damaged or of another version. */
    static List<SessionRow> decode(byte[] bytes) {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        if (in.readByte() != VERSION) {
          return List.of();
        }
        int count = in.readUnsignedShort();
        List<SessionRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          rows.add(read(in));
        }
        return rows;
      } catch (IOException | RuntimeException e) {
        return List.of();
      }
    }

    private static SessionRow read(DataInputStream in) throws IOException {
      SessionRef ref =
          new SessionRef(SessionId.of(in.readNBytes(ID_BYTES)), in.readInt(), time(in));
      Instant firstUse = time(in);
      Instant lastUse = time(in);
      Instant activeUntil = time(in);
      DeviceLabel device =
          new DeviceLabel(
              DeviceLabel.Family.valueOf(in.readUTF()), DeviceLabel.Platform.valueOf(in.readUTF()));
      String sid = in.readUTF();
      @Nullable String providerSession = sid.isEmpty() ? null : sid;
      return new SessionRow(ref, firstUse, lastUse, activeUntil, device, providerSession, time(in));
    }

    private static Instant time(DataInputStream in) throws IOException {
      return Instant.ofEpochSecond(in.readLong());
    }
  }
}
