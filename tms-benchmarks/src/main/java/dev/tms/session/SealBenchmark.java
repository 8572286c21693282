package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing and opening an encoded session, as bytes and as the cookies that carry it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SealBenchmark {
  private final SealedRoom room = new SealedRoom();
  private final byte[] plain;
  private final byte[] sealed;
  private final List<String> cookieField;

  /** Seals a session once. */
  public SealBenchmark() {
    Session session = SampleSession.KEYCLOAK.begin(Instant.now(), room.hash.primaryId());
    plain = SessionWriter.encode(session);
    sealed = room.sealer.seal(Purpose.SESSION, plain);
    cookieField =
        List.of(
            room.cookies(session).stream()
                .filter(cookie -> !cookie.clear())
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; ")));
  }

  /** Bytes in, bytes out. */
  @Benchmark
  public byte[] seal() {
    return room.sealer.seal(Purpose.SESSION, plain);
  }

  /** Bytes in, bytes out. */
  @Benchmark
  public Optional<Opened> open() {
    return room.sealer.open(Purpose.SESSION, sealed);
  }

  /** Bytes in, {@code Set-Cookie} out. */
  @Benchmark
  public List<SetCookie> writeCookies() {
    return room.cookie.write(plain);
  }

  /** A {@code Cookie} field in, bytes out. */
  @Benchmark
  public SealedCookie.Read readCookies() {
    return room.cookie.read(Cookies.parse(cookieField));
  }
}
