package dev.tms.trace;

import dev.tms.http.Request;
import dev.tms.outbound.Sender;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Writes exchanges down, numbered in the order in which they began, each block in one piece.
 * Thread-safe. Whatever goes wrong here, the exchange goes on.
 */
public final class Trace {
  private static final Logger log = System.getLogger(Trace.class.getName());

  private final Consumer<String> sink;
  private final InstantSource clock;
  private final Labels labels;
  private final AtomicLong count = new AtomicLong();

  Trace(Consumer<String> sink, InstantSource clock, SecureRandom random) {
    this.sink = sink;
    this.clock = clock;
    this.labels = new Labels(random);
  }

  /**
   * A trace into this sink, which gets whole blocks whose lines end in a line feed, of several
   * threads at once. The log says that it is on.
   *
   * @param random for the key of the marks by which equal values are known
   */
  public static Trace into(Consumer<String> sink, InstantSource clock, SecureRandom random) {
    log.log(
        Level.WARNING,
        "trace is on: every exchange with the provider is written out. Secrets, tokens and claims"
            + " are masked; but who is where and when can be seen, and a text of the provider may"
            + " name users. Not for production");
    return new Trace(sink, clock, random);
  }

  /** The same sender, whose exchanges are written down. */
  public Sender around(Sender sender) {
    return new TracedSender(this, sender);
  }

  /** A request that came in: it is written down now, and its answer when there is one. */
  public Visit visit(Request request) {
    return new Visit(this, request);
  }

  /** For one exchange. */
  Masker masker() {
    return new Masker(labels);
  }

  long next() {
    return count.incrementAndGet();
  }

  Instant now() {
    return clock.instant();
  }

  /** How long it took since then, in words. */
  String since(Instant begin) {
    return Math.max(0, Duration.between(begin, clock.instant()).toMillis()) + " ms";
  }

  /** Hands a block over. */
  void write(Consumer<Block> content) {
    quietly(
        () -> {
          // what is secret may be seen only after it was quoted: the first writing learns, the
          // second is shown
          content.accept(new Block());
          Block block = new Block();
          content.accept(block);
          sink.accept(block.text());
        });
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // its message may quote what was to be masked
      log.log(Level.WARNING, "a block of the trace is lost: {0}", e.getClass().getName());
    }
  }
}
