package dev.tms.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import dev.tms.http.Response;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.problem.TmsException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Traces exchanges, numbered by their start. Never fails an exchange. Thread-safe. */
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

  /** Returns a trace, and logs that it is on. The sink receives whole blocks, concurrently. */
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
    String type = Header.first(call.headers(), "Content-Type");
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

  /** Traces an incoming request at once, and its response later. */
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
      // a secret may be quoted before it is recognized: the first pass learns, the second is shown
      content.accept(new Block());
      Block block = new Block();
      content.accept(block);
      sink.accept(block.whole());
    } catch (RuntimeException e) {
      // the message may quote a secret
      log.log(Level.WARNING, "a block of the trace is lost: {0}", e.getClass().getName());
    }
  }

  /** The lines of one block, limited in number and length. Not thread-safe. */
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

  /** An incoming request and its response: two separate blocks. Not thread-safe. */
  public static final class Visit {
    private static final int LONGEST_FORM = 64 * 1024;
    private static final List<String> ASKED =
        List.of("Origin", "Sec-Fetch-Site", "Content-Type", "Cookie");
    private static final List<String> ANSWERED =
        List.of("Location", "Set-Cookie", "Content-Type", "Retry-After");

    private final Trace trace;
    private final long number;
    private final Instant begin;
    private final Request request;
    private final byte[] form;
    private final Masker masker;

    Visit(Trace trace, Request request) {
      this.trace = trace;
      this.number = trace.next();
      this.begin = trace.now();
      Form read = Form.of(request);
      this.request = read.again();
      this.form = read.bytes();
      this.masker = trace.masker();
      trace.write(this::write);
    }

    /** The request; its body is still readable. */
    public Request request() {
      return request;
    }

    private void write(Trace.Block block) {
      block.title(
          "#"
              + number
              + " received "
              + request.method()
              + " "
              + masker.withoutParameters(request.path()));
      masker.query(request.query()).forEach(block::received);
      for (String name : ASKED) {
        List<Header> headers =
            request.headers(name).stream().map(value -> new Header(name, plain(value))).toList();
        masker.headers(headers).forEach(block::received);
      }
      masker.parameters(new String(form, ISO_8859_1), 0).forEach(block::received);
    }

    private static String plain(String value) {
      return value.replaceAll("[^\\x20-\\x7E]", "?");
    }

    public void answered(Response response) {
      String time = trace.since(begin);
      trace.write(
          block -> {
            block.title("#" + number + " answered " + response.status() + ", " + time);
            List<Header> telling =
                response.headers().stream()
                    .filter(header -> ANSWERED.contains(header.name()))
                    .toList();
            masker.headers(telling).forEach(block::sent);
            masker
                .body(response.header("Content-Type"), response.body(), response.status() >= 400)
                .forEach(block::sent);
          });
    }

    /** Traces an endpoint that threw instead of responding. */
    public void failed(RuntimeException problem) {
      String time = trace.since(begin);
      String what =
          problem instanceof TmsException known
              ? known.code().wire()
              : problem.getClass().getSimpleName();
      trace.write(block -> block.title("#" + number + " failed, " + time + ": " + what));
    }

    private record Form(byte[] bytes, Request again) {
      static Form of(Request request) {
        if (!isForm(request.header("Content-Type"))) {
          return new Form(new byte[0], request);
        }
        try {
          byte[] bytes = request.body().readAll(LONGEST_FORM);
          return new Form(bytes, new Again(request, Body.of(bytes)));
        } catch (TmsException e) {
          // later readers of the body get the same failure
          Body broken =
              Body.of(
                  () -> {
                    throw e;
                  });
          return new Form(new byte[0], new Again(request, broken));
        }
      }

      private static boolean isForm(@Nullable String contentType) {
        return contentType != null
            && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
      }

      @Override
      public String toString() {
        return "Form[redacted]";
      }
    }

    private record Again(Request request, Body body) implements Request {
      @Override
      public String method() {
        return request.method();
      }

      @Override
      public String path() {
        return request.path();
      }

      @Override
      public @Nullable String query() {
        return request.query();
      }

      @Override
      public List<String> headers(String name) {
        return request.headers(name);
      }
    }
  }
}
