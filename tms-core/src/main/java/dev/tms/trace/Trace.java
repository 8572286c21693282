package dev.tms.trace;

import dev.tms.http.Request;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
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
  private final byte[] markKey = new byte[32];
  private final AtomicLong count = new AtomicLong();

  Trace(Consumer<String> sink, InstantSource clock, SecureRandom random) {
    this.sink = sink;
    this.clock = clock;
    random.nextBytes(markKey);
  }

  /**
   * A trace into this sink, which gets whole blocks whose lines end in a line feed, from several
   * threads at the same time. The log says that it is on.
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

  public Sender around(Sender sender) {
    return call -> {
      long number = next();
      Instant begin = now();
      SendOutcome outcome = sender.send(call);
      String time = since(begin);
      Masker masker = masker();
      write(block -> exchange(block, masker, number, time, call, outcome));
      return outcome;
    };
  }

  private static void exchange(
      Block block, Masker masker, long number, String time, Call call, SendOutcome outcome) {
    String to = call.method() + " " + masker.withoutParameters(call.uri().toString());
    block.title("#" + number + " sent " + to);
    masker.query(call.uri().getRawQuery()).forEach(block::sent);
    masker.headers(call.headers()).forEach(block::sent);
    String type =
        call.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("Content-Type"))
            .map(header -> header.value())
            .findFirst()
            .orElse(null);
    masker.body(type, call.body(), false).forEach(block::sent);
    if (outcome instanceof Answer answer) {
      block.received(answer.status() + ", " + time);
      masker.headers(answer.headers()).forEach(block::received);
      masker
          .body(answer.header("Content-Type"), answer.body(), answer.status() >= 400)
          .forEach(block::received);
    } else {
      SendFailure failure = (SendFailure) outcome;
      block.received(
          "no answer, " + time + ": " + failure.kind() + ", " + masker.text(failure.detail()));
      block.received(
          failure.neverSent()
              ? "(the other side has not seen the request)"
              : "(the other side may have seen the request)");
    }
  }

  /** A request that came in: it is written down now, and its answer when there is one. */
  public Visit visit(Request request) {
    return new Visit(this, request);
  }

  Masker masker() {
    return new Masker(markKey);
  }

  long next() {
    return count.incrementAndGet();
  }

  Instant now() {
    return clock.instant();
  }

  String since(Instant begin) {
    return Math.max(0, Duration.between(begin, clock.instant()).toMillis()) + " ms";
  }

  void write(Consumer<Block> content) {
    try {
      // what is secret may be seen only after it was quoted: the first writing learns, the second
      // is shown
      content.accept(new Block());
      Block block = new Block();
      content.accept(block);
      sink.accept(block.whole());
    } catch (RuntimeException e) {
      // its message may quote what was to be masked
      log.log(Level.WARNING, "a block of the trace is lost: {0}", e.getClass().getName());
    }
  }

  /** The lines of one block, of bounded number and length. Not thread-safe. */
  static final class Block {
    private static final int MOST_LINES = 160;
    private static final int LONGEST_LINE = 1000;

    private final StringBuilder text = new StringBuilder(1024);
    private int lines;

    void title(String line) {
      lines++;
      if (lines <= MOST_LINES) {
        text.append(line, 0, Math.min(line.length(), LONGEST_LINE));
        text.append(line.length() > LONGEST_LINE ? " ...\n" : "\n");
      }
    }

    void sent(String line) {
      title("    > " + line);
    }

    void received(String line) {
      title("    < " + line);
    }

    private String whole() {
      int more = lines - MOST_LINES;
      return more <= 0 ? text.toString() : text + "    ... " + more + " more lines\n";
    }
  }
}
