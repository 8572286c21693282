package dev.tms.oauth;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.outbound.Answer;
import dev.tms.outbound.Call;
import dev.tms.outbound.SendFailure;
import dev.tms.outbound.SendOutcome;
import dev.tms.outbound.Sender;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are answered in JSON, each told to the listener. What is no JSON object (a redirect,
 * an HTML page, a broken document, another content type) never gets further than here. Thread-safe.
 */
public final class ProviderCalls {
  private final Sender sender;
  private final TmsListener events;
  private final InstantSource clock;

  /** Calls through this sender. */
  public ProviderCalls(Sender sender, TmsListener events, InstantSource clock) {
    this.sender = sender;
    this.events = events;
    this.clock = clock;
  }

  /** Sends once and reads the answer; {@code operation} is the word for events. */
  public Reply send(String operation, Call call) {
    return send(operation, call, false);
  }

  /** As {@link #send(String, Call)}, and takes JSON under a wrong content type where that is so. */
  Reply send(String operation, Call call, boolean anyContentType) {
    Instant begin = clock.instant();
    SendOutcome outcome = sender.send(call);
    Read read =
        outcome instanceof Answer answer
            ? read(answer, call.uri(), anyContentType)
            : notAnswered((SendFailure) outcome);
    events.on(
        new TmsEvent.ProviderCalled(
            operation, read.word, Duration.between(begin, clock.instant())));
    return read.reply;
  }

  /** Sends once where only the status counts: a body is not looked at. True for 2xx. */
  boolean sendForStatus(String operation, Call call) {
    Instant begin = clock.instant();
    SendOutcome outcome = sender.send(call);
    boolean done = outcome instanceof Answer answer && answer.status() / 100 == 2;
    String word =
        outcome instanceof SendFailure failure ? word(failure) : done ? "ok" : "error_answer";
    events.on(
        new TmsEvent.ProviderCalled(operation, word, Duration.between(begin, clock.instant())));
    return done;
  }

  private record Read(String word, Reply reply) {}

  private Read read(Answer answer, URI uri, boolean anyContentType) {
    int status = answer.status();
    Duration retryAfter = RetryAfter.of(answer.header("Retry-After"), clock.instant());
    if (status >= 300 && status < 400) {
      return failed("redirected", answer, retryAfter, uri, "a redirect, which is not followed");
    }
    if (!anyContentType && !isJson(answer.header("Content-Type"))) {
      return failed("not_json", answer, retryAfter, uri, "a content type that is not JSON");
    }
    Optional<Map<String, Object>> members = dev.tms.http.Json.read(answer.body());
    if (members.isEmpty()) {
      return failed("not_json", answer, retryAfter, uri, "a body that is not one JSON object");
    }
    return new Read(
        status == 200 ? "ok" : "error_answer", new Reply.Json(status, members.get(), retryAfter));
  }

  private static Read failed(
      String word, Answer answer, @Nullable Duration retryAfter, URI uri, String what) {
    // whoever answers 2xx may well have done what was asked: what came of it is lost
    boolean refused = answer.status() / 100 != 2;
    return new Read(
        word,
        new Reply.Failed(
            false,
            false,
            refused,
            retryAfter,
            place(uri) + " answered " + answer.status() + ", " + what));
  }

  private static Read notAnswered(SendFailure failure) {
    return new Read(
        word(failure),
        new Reply.Failed(
            failure.kind() == SendFailure.Kind.NOT_CONNECTED,
            failure.neverSent(),
            false,
            null,
            failure.detail()));
  }

  private static String word(SendFailure failure) {
    return failure.kind().name().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(@Nullable String contentType) {
    if (contentType == null) {
      return false;
    }
    int semicolon = contentType.indexOf(';');
    String type =
        (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
            .strip()
            .toLowerCase(Locale.ROOT);
    return type.equals("application/json")
        || (type.startsWith("application/") && type.endsWith("+json"));
  }

  /** The endpoint without its query, for operators. */
  static String place(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
