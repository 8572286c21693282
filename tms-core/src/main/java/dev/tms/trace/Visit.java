package dev.tms.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tms.http.Body;
import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.TmsException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request of a browser, or of the provider, and its answer: two blocks, with what is sent to the
 * provider meanwhile between them. Not thread-safe.
 */
public final class Visit {
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

  /** The request, whose body can be read although the trace has read it. */
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

  /** There is no answer of the endpoint's own. */
  public void failed(RuntimeException problem) {
    String time = trace.since(begin);
    String what =
        problem instanceof TmsException known
            ? known.code().wire()
            : problem.getClass().getSimpleName();
    trace.write(block -> block.title("#" + number + " failed, " + time + ": " + what));
  }

  /** A form that was read. */
  private record Form(byte[] bytes, Request again) {
    static Form of(Request request) {
      if (!isForm(request.header("Content-Type"))) {
        return new Form(new byte[0], request);
      }
      try {
        byte[] bytes = request.body().readAll(LONGEST_FORM);
        return new Form(bytes, new Again(request, Body.of(bytes)));
      } catch (TmsException e) {
        // anyone who reads it is to meet what the trace has met
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
