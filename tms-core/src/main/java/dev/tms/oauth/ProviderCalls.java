package dev.tms.oauth;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.text.Json;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Calls to the provider that return JSON, each reported to the listener. Anything but a single JSON
 * object (a redirect, an HTML page, a truncated document) becomes {@link ProviderTrouble}; the
 * Content-Type does not matter. Thread-safe.
 */
public final class ProviderCalls {
  private static final Logger log = System.getLogger(ProviderCalls.class.getName());
  private static final int MAX_NOTES = 100;
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);
  private static final int MIN_SECRET_LENGTH = 4;
  private static final int MAX_SCANNED = 2000;
  private static final int MAX_SAID = 200;
  private static final String HIDDEN = "...";

  /** Looks like a token or an identifier: long, without spaces, and not all lower case. */
  private static final Pattern OPAQUE =
      Pattern.compile("(?=[a-z_.-]*[^a-z_.\\s-])[^\\s'\"<>(),;:]{16,}");

  private final Sender sender;
  private final TmsListener events;
  private final InstantSource clock;
  private final Set<String> noted = ConcurrentHashMap.newKeySet();

  public ProviderCalls(Sender sender, TmsListener events, InstantSource clock) {
    this.sender = sender;
    this.events = events;
    this.clock = clock;
  }

  /** Sends once and reads the response. Events name the call by {@code operation}. */
  public Reply send(String operation, Call call) {
    return send(operation, call, this::read);
  }

  /** Sends a token request once. Reads the response leniently, see {@link TokenBody}. */
  Reply sendForTokens(Call call) {
    return send("token", call, this::readTokens);
  }

  private Reply send(String operation, Call call, BiFunction<Answer, URI, Read> reader) {
    Instant begin = clock.instant();
    SendOutcome outcome = sender.send(call);
    Read read =
        outcome instanceof Answer answer
            ? answer.status() / 100 == 3
                ? failed("redirected", answer, call.uri(), "a redirect, which is not followed")
                : reader.apply(answer, call.uri())
            : notAnswered((SendFailure) outcome);
    events.on(
        new TmsEvent.ProviderCalled(
            operation, read.word, Duration.between(begin, clock.instant())));
    return read.reply;
  }

  /** Sends once and leaves the body to the caller. */
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

  private record Read(String word, Reply reply) {}

  private Read read(Answer answer, URI uri) {
    return Json.read(answer.body())
        .map(members -> understood(answer, members, false))
        .orElseGet(() -> failed("not_json", answer, uri, "a body that is not one JSON object"));
  }

  private Read readTokens(Answer answer, URI uri) {
    Optional<TokenBody> body = TokenBody.read(answer.body(), answer.header("Content-Type"));
    body.ifPresent(read -> read.notes().forEach(note -> logOnce(uri, note)));
    return body.map(
            read -> understood(answer, read.members(), !TokenAnswers.hasTokens(read.members())))
        .orElseGet(() -> failed("not_json", answer, uri, "a body that is not one JSON object"));
  }

  /** Logs each tolerated fault of a provider once, not with every response. */
  private void logOnce(URI uri, String note) {
    if (noted.size() < MAX_NOTES && noted.add(uri.getRawAuthority() + " " + note)) {
      log.log(Level.WARNING, "{0} answered with {1}", place(uri), note);
    }
  }

  private Read understood(Answer answer, Map<String, Object> members, boolean isRefusal) {
    return new Read(
        answer.status() / 100 == 2 && !isRefusal ? "ok" : "error_answer",
        new Reply.Json(answer.status(), members, retryAfter(answer)));
  }

  private @Nullable Duration retryAfter(Answer answer) {
    return retryAfter(answer.header("Retry-After"), clock.instant());
  }

  private Read failed(String word, Answer answer, URI uri, String what) {
    // with 2xx the provider may have processed the request, but the result is lost
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
   * The beginning of an error description, for operators. Omits markup, these secrets and anything
   * that looks like a token. Null if nothing is left.
   */
  public static @Nullable String said(String description, List<String> secrets) {
    String text = description.substring(0, Math.min(description.length(), MAX_SCANNED));
    for (String secret : secrets) {
      text = secret.length() < MIN_SECRET_LENGTH ? text : text.replace(secret, HIDDEN);
    }
    text =
        OPAQUE
            .matcher(text)
            .replaceAll(HIDDEN)
            .replaceAll("[^A-Za-z0-9 .,:;_()'/=-]+", " ")
            .strip();
    if (text.length() > MAX_SAID) {
      text = text.substring(0, MAX_SAID) + HIDDEN;
    }
    return text.isEmpty() ? null : text;
  }

  /** The endpoint without its query, for operators. */
  public static String place(URI uri) {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  /**
   * Parses a Retry-After header (RFC 9110 section 10.2.3). At most an hour; null if it is absent or
   * malformed.
   */
  static @Nullable Duration retryAfter(@Nullable String value, Instant now) {
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
    return wait.isNegative()
        ? Duration.ZERO
        : wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait;
  }

  public sealed interface Reply permits Reply.Json, ProviderTrouble {
    record Json(int status, Map<String, Object> members, @Nullable Duration retryAfter)
        implements Reply {
      public boolean isOk() {
        return status / 100 == 2;
      }

      /** Names only: values may be tokens. */
      @Override
      public String toString() {
        return "Json[" + status + ", " + members.keySet() + "]";
      }
    }
  }
}
