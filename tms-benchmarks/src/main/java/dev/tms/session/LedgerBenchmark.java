package dev.tms.session;

import dev.tms.benchmarks.StoreKind;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.store.ExpiringStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What requests ask of the ledger, on each store; names are hashed and values sealed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LedgerBenchmark {
  private static final Duration LEASE = Duration.ofSeconds(15);

  /** Where the ledger is. */
  @Param public StoreKind store;

  private ExpiringStore opened;
  private Ledger ledger;
  private SessionRef known;
  private SessionRef unknown;
  private SessionRef refreshed;
  private byte[] encoded;
  private Instant deadline;

  /** Opens the store and writes an entry. */
  @Setup
  public void open() throws IOException {
    SealedRoom room = new SealedRoom();
    SecureRandom random = new SecureRandom();
    opened = store.open();
    ledger =
        new Ledger(
            new SealedStore(opened, room.sealer, room.hash, Purpose.LEDGER),
            InstantSource.system());
    Session session = SampleSession.KEYCLOAK.begin(Instant.now(), room.hash.primaryId());
    encoded = SessionWriter.encode(session);
    deadline = session.deadline();
    known = new SessionRef(SessionId.random(random), session.indexKeyId(), deadline);
    unknown = new SessionRef(SessionId.random(random), session.indexKeyId(), deadline);
    refreshed = new SessionRef(SessionId.random(random), session.indexKeyId(), deadline);
    begin(known);
    begin(refreshed);
  }

  private void begin(SessionRef session) {
    LedgerEntry entry = LedgerEntry.untouched(0).published(1, encoded, deadline);
    if (ledger.write(session, ledger.read(session, 0), entry).isEmpty()) {
      throw new IllegalStateException("another party writes to this ledger");
    }
  }

  /** The look of a request whose session was never refreshed. */
  @Benchmark
  public Ledger.Page readUnknown() {
    return ledger.read(unknown, 0);
  }

  /** The look of a request whose newest session is kept there. */
  @Benchmark
  public Ledger.Page readKept() {
    return ledger.read(known, 0);
  }

  /** What a refresh asks of it: read, claim, send, publish; one of them after the other. */
  @Benchmark
  public Ledger.Page refresh() {
    Instant lease = Instant.now().plus(LEASE);
    Ledger.Page seen = ledger.read(refreshed, 0);
    seen = ledger.write(refreshed, seen, seen.entry().claimed(1, lease)).orElseThrow();
    seen = ledger.write(refreshed, seen, seen.entry().sent(1, lease)).orElseThrow();
    int generation = seen.entry().newest() + 1;
    LedgerEntry next = seen.entry().published(generation, encoded, deadline);
    return ledger.write(refreshed, seen, next).orElseThrow();
  }

  /** Closes the store; its server goes on. */
  @TearDown
  public void close() {
    opened.close();
  }
}
