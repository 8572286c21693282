package dev.tms.oauth;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Json;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Calls that are answered in JSON, each told to the listener. What is not one JSON object (a
 * redirect, an HTML page, a broken document) never gets further than here; what it is labelled as
 * does not matter. Thread-safe.
 */
public final class ProviderCalls {
  private static final Logger log = System.getLogger(ProviderCalls.class.getName());
  private static final int MOST_TOLD = 100;

  private final Sender sender;
  private final TmsListener events;
  private final InstantSource clock;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  public ProviderCalls(Sender sender, TmsListener events, InstantSource clock) {
    this.sender = sender;
    this.events = events;
    this.clock = clock;
  }

  /** Sends once and reads the answer; {@code operation} is the word for events. */
  public Reply send(String operation, Call call) {
    return send(operation, call, this::read);
  }

  /** Sends a token request once and reads the answer, as leniently as can be. */
  Reply sendForTokens(Call call) {
    return send("token", call, this::readTokens);
  }

  private Reply send(String operation, Call call, BiFunction<Answer, URI, Read> reader) {
    Instant begin = clock.instant();
    SendOutcome outcome = sender.send(call);
    Read read =
        outcome instanceof Answer answer
            ? reader.apply(answer, call.uri())
            : notAnswered((SendFailure) outcome);
    events.on(
        new TmsEvent.ProviderCalled(
            operation, read.word, Duration.between(begin, clock.instant())));
    return read.reply;
  }

  /** Sends once, for an answer whose body is read elsewhere, or not at all. */
  public SendOutcome exchange(String operation, Call call) {
    Instant begin = clock.instant();
    SendOutcome outcome = sender.send(call);
    boolean done = outcome instanceof Answer answer && answer.status() / 100 == 2;
    String word =
        outcome instanceof SendFailure failure ? word(failure) : done ? "ok" : "error_answer";
    events.on(
        new TmsEvent.ProviderCalled(operation, word, Duration.between(begin, clock.instant())));
    return outcome;
  }

  /** Sends once where only the status counts: a body is not looked at. True for 2xx. */
  boolean sendForStatus(String operation, Call call) {
    return exchange(operation, call) instanceof Answer answer && answer.status() / 100 == 2;
  }

  private record Read(String word, Reply reply) {}

  private Read read(Answer answer, URI uri) {
    if (answer.status() / 100 == 3) {
      return redirected(answer, uri);
    }
    return Json.read(answer.body())
        .map(members -> understood(answer, members, false))
        .orElseGet(() -> failed("not_json", answer, uri, "a body that is not one JSON object"));
  }

  private Read readTokens(Answer answer, URI uri) {
    if (answer.status() / 100 == 3) {
      return redirected(answer, uri);
    }
    Optional<TokenBody> body = TokenBody.read(answer.body(), answer.header("Content-Type"));
    body.ifPresent(read -> read.notes().forEach(note -> tell(uri, note)));
    return body.map(
            read -> understood(answer, read.members(), !TokenAnswers.hasTokens(read.members())))
        .orElseGet(() -> failed("not_json", answer, uri, "a body that is not one JSON object"));
  }

  /** Says once what an answer does wrong that was forgiven: it would be said with each. */
  private void tell(URI uri, String note) {
    if (told.size() < MOST_TOLD && told.add(uri.getRawAuthority() + " " + note)) {
      log.log(Level.WARNING, "{0} answered with {1}", place(uri), note);
    }
  }

  private Read understood(Answer answer, Map<String, Object> members, boolean isRefusal) {
    return new Read(
        answer.status() / 100 == 2 && !isRefusal ? "ok" : "error_answer",
        new Reply.Json(answer.status(), members, retryAfter(answer)));
  }

  private @Nullable Duration retryAfter(Answer answer) {
    return RetryAfter.of(answer.header("Retry-After"), clock.instant());
  }

  private Read redirected(Answer answer, URI uri) {
    return failed("redirected", answer, uri, "a redirect, which is not followed");
  }

  private Read failed(String word, Answer answer, URI uri, String what) {
    // anyone who answers 2xx may well have done what was asked: what came of it is lost
    boolean refused = answer.status() / 100 != 2;
    return new Read(
        word,
        new ProviderTrouble(
            refused ? ProviderTrouble.Kind.NOT_DONE : ProviderTrouble.Kind.UNANSWERED,
            answer.status(),
            retryAfter(answer),
            place(uri) + " answered " + answer.status() + ", " + what));
  }

  private static Read notAnswered(SendFailure failure) {
    ProviderTrouble.Kind kind =
        failure.kind() == SendFailure.Kind.NOT_CONNECTED
            ? ProviderTrouble.Kind.NOT_CONNECTED
            : failure.neverSent() ? ProviderTrouble.Kind.NOT_SENT : ProviderTrouble.Kind.UNANSWERED;
    return new Read(word(failure), ProviderTrouble.of(kind, failure.detail()));
  }

  private static String word(SendFailure failure) {
    return failure.kind().name().toLowerCase(Locale.ROOT);
  }

  /**
   * The beginning of a provider's own words, for operators: without markup, and without these
   * secrets and whatever else looks like one. Null where nothing is left.
   */
  public static @Nullable String said(String words, List<String> secrets) {
    return TokenAnswers.said(words, secrets);
  }

  /** The endpoint without its query, for operators. */
  public static String place(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  /** The Retry-After header (RFC 9110 section 10.2.3). */
  static final class RetryAfter {
    private static final Duration MAX = Duration.ofHours(1);

    private RetryAfter() {}

    /** What it says, at most an hour; null where there is none or it makes no sense. */
    static @Nullable Duration of(@Nullable String value, Instant now) {
      if (value == null) {
        return null;
      }
      String text = value.strip();
      Duration wait;
      if (text.matches("[0-9]{1,9}")) {
        wait = Duration.ofSeconds(Long.parseLong(text));
      } else {
        try {
          ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
          wait = Duration.between(now, date.toInstant());
        } catch (DateTimeException e) {
          return null;
        }
      }
      return wait.isNegative() ? Duration.ZERO : wait.compareTo(MAX) > 0 ? MAX : wait;
    }
  }

  /** What came of one call to the provider. */
  public sealed interface Reply permits Reply.Json, ProviderTrouble {
    /**
     * A JSON object.
     *
     * @param status the HTTP status
     * @param members the object
     * @param retryAfter what the answer says about trying again
     */
    record Json(int status, Map<String, Object> members, @Nullable Duration retryAfter)
        implements Reply {
      /** Whether the status says that it went well: 2xx. */
      public boolean isOk() {
        return status / 100 == 2;
      }

      /** The status and names only: values may be tokens. */
      @Override
      public String toString() {
        return "Json[" + status + ", " + members.keySet() + "]";
      }
    }
  }
}
