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
 * The store-held sessions of each user: one entry per user, of at most {@value #MOST} rows, changed
 * by compare-and-set, because a store has no enumeration. It is a help, not the truth: whether a
 * session has ended, the ledger says. Of more rows those used last stay. Thread-safe.
 */
public final class SessionIndex {
  /** Sessions of one user that are kept track of. */
  public static final int MOST = 100;

  private static final String LABEL = "index";
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SealedStore store;
  private final InstantSource clock;
  private final Executor background;
  private final TmsListener events;

  /** An index in this store; last uses are noted in the background. */
  public SessionIndex(
      SealedStore store, InstantSource clock, Executor background, TmsListener events) {
    this.store = store;
    this.clock = clock;
    this.background = background;
    this.events = events;
  }

  /**
   * The sessions of a user that have not passed their absolute limit, the one used last first.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public List<SessionRow> rows(String issuer, String subject) {
    return tidied(read(names(issuer, subject)).rows());
  }

  /** Adds a session that has just begun. While the store is down it comes in with its next use. */
  void add(Session session, DeviceLabel device) {
    put(session, SessionRow.of(session, device, clock.instant()), clock.instant());
  }

  /** Notes a use in the background. */
  void usedLater(Session session, Instant activeUntil) {
    try {
      background.execute(
          () ->
              put(
                  session,
                  SessionRow.of(session, DeviceLabel.UNKNOWN, clock.instant()),
                  activeUntil));
    } catch (RejectedExecutionException e) {
      // busy or shutting down: the next use is noted
    }
  }

  private void put(Session session, SessionRow fresh, Instant activeUntil) {
    Instant now = clock.instant();
    try {
      change(
          names(session.user().issuer(), session.user().subject()),
          rows -> {
            Map<SessionId, SessionRow> byId = byId(rows);
            SessionRow row = byId.getOrDefault(session.id(), fresh);
            byId.put(session.id(), row.used(now, activeUntil));
            return List.copyOf(byId.values());
          });
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("index"));
    }
  }

  /**
   * Takes sessions that are over out of a user's entry.
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
      Held held = read(names);
      List<SessionRow> next = tidied(change.apply(held.rows()));
      if (write(names.get(0), held, next)) {
        held.older().forEach(store::remove);
        return;
      }
    }
  }

  /** Under the primary key; what stood under older ones goes with it. */
  private boolean write(Name name, Held held, List<SessionRow> next) {
    if (next.isEmpty()) {
      return held.version() == 0 || store.remove(name, held.version());
    }
    byte[] value = RowsCodec.encode(next);
    Duration timeToLive = timeToLive(next);
    return held.version() == 0
        ? store.putIfAbsent(name, value, timeToLive).isPresent()
        : store.replace(name, held.version(), value, timeToLive).isPresent();
  }

  /**
   * What stands under all names.
   *
   * @param version of the entry under the primary key; 0 where there is none
   * @param older versions of entries under other keys
   */
  private record Held(List<SessionRow> rows, long version, Map<Name, Long> older) {}

  private Held read(List<Name> names) {
    Map<SessionId, SessionRow> rows = new LinkedHashMap<>();
    Map<Name, Long> older = new LinkedHashMap<>();
    long version = 0;
    for (int i = 0; i < names.size(); i++) {
      Stored stored = store.get(names.get(i));
      if (stored instanceof Missing) {
        continue;
      }
      // one that does not open under the keys of this node is written anew
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
    return new Held(List.copyOf(rows.values()), version, older);
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

  private static Map<SessionId, SessionRow> byId(List<SessionRow> rows) {
    Map<SessionId, SessionRow> byId = new LinkedHashMap<>();
    new ArrayList<>(rows).forEach(row -> byId.put(row.ref().id(), row));
    return byId;
  }

  private List<Name> names(String issuer, String subject) {
    return store.names(LABEL, issuer, subject);
  }

  /** The bytes of an index entry, before they are sealed; times in whole seconds. */
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
        throw new UncheckedIOException(e); // an array does not fail
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
      // a longer one is left out: the session is then found by its user and by its own cookie
      out.writeUTF(sid == null || sid.length() > MOST_SID_LENGTH ? "" : sid);
      out.writeLong(row.loginAt().getEpochSecond());
    }

    /** The rows of these bytes; none where they are damaged or of another version. */
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
