package dev.tms.session;

import java.time.Instant;
import java.util.Optional;
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
import org.openjdk.jmh.annotations.Warmup;

/** The compact session format. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SessionCodecBenchmark {
  /** Whose tokens. */
  @Param public SampleSession tokens;

  private Session session;
  private byte[] encoded;

  /** Encodes a session once. */
  @Setup
  public void encodeOnce() {
    session = tokens.begin(Instant.now(), 1_539_463_392);
    encoded = SessionWriter.encode(session);
  }

  /** As at login and refresh. */
  @Benchmark
  public byte[] encode() {
    return SessionWriter.encode(session);
  }

  /** As with every request. */
  @Benchmark
  public Optional<Session> decode() {
    return SessionReader.decode(encoded);
  }
}
