package dev.tms.registration.remote;

import dev.tms.http.BoundedClient;
import dev.tms.http.BoundedClient.NoAnswerException;
import dev.tms.http.NetworkSettings;
import dev.tms.problem.TmsException;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.diff.Difference.Masked;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.CallProblem.Kind;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.token.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON requests with a bearer token. Sends tokens only to https URLs, and to http URLs on
 * loopback hosts. Follows no redirects; responses have at most 4 MiB. A request is sent once, and
 * again after a 401 if there may be another token. Thread-safe; blocks.
 */
public final class RemoteCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int MAX_BYTES = 4 << 20;
  private static final int SHORTEST_SECRET = 4; // shorter ones would match anywhere
  private static final Duration MAX_WAIT = Duration.ofDays(1);
  private static final BearerTokens NONE =
      () -> {
        throw new IllegalStateException("no token");
      };

  private final BoundedClient client;
  private final Duration timeout;

  private RemoteCalls(HttpClient client, Duration timeout) {
    this.client = new BoundedClient(client);
    this.timeout = timeout;
  }

  /** Uses the JDK's defaults for trust and proxy, and a timeout of 30 s. */
  public static RemoteCalls standard() {
    return through(NetworkSettings.DEFAULT);
  }

  /**
   * Uses these trust and proxy settings, and a timeout of 30 s.
   *
   * @throws IllegalArgumentException if the settings are invalid
   */
  public static RemoteCalls through(NetworkSettings settings) {
    return new RemoteCalls(settings.client(CONNECT_TIMEOUT), TIMEOUT);
  }

  /**
   * Uses this client, with its proxy, trust store and client certificate.
   *
   * @param timeout for the whole call
   * @throws IllegalArgumentException if the client follows redirects, or the timeout is not
   *     positive
   */
  public static RemoteCalls through(HttpClient client, Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
    return new RemoteCalls(client, timeout);
  }

  /** Whether a token may be sent: https, or http to a loopback host; no user or fragment. */
  public static boolean isSafe(URI uri) {
    RegisteredUri registered = new RegisteredUri(uri.toString());
    return uri.getRawUserInfo() == null
        && uri.getRawFragment() == null
        && registered.origin().isPresent()
        && (registered.isLoopback() || "https".equalsIgnoreCase(uri.getScheme()));
  }

  /**
   * Sends a request.
   *
   * @param method GET, POST, PUT or DELETE
   * @param json the body: a string, boolean, number, list or map; null for no body
   */
  public CallOutcome<Reply> send(
      String method, URI uri, @Nullable Object json, BearerTokens tokens) {
    CallOutcome<Reply> first = sendOnce(method, uri, json, tokens);
    // RFC 6750 3.1: the client MAY request a new access token and retry
    boolean again =
        first instanceof Failed<Reply> failed
            && failed.problem().kind() == Kind.UNAUTHORIZED
            && tokens.refused();
    return again ? sendOnce(method, uri, json, tokens) : first;
  }

  /** As {@link #send}, without a token. */
  public CallOutcome<Reply> sendOpenly(String method, URI uri, @Nullable Object json) {
    return sendOnce(method, uri, json, NONE);
  }

  private CallOutcome<Reply> sendOnce(
      String method, URI uri, @Nullable Object json, BearerTokens tokens) {
    String name = method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
    if (!isSafe(uri)) {
      return new Failed<>(
          CallProblem.of(
              Kind.UNSAFE_ADDRESS,
              method + " " + uri.getScheme() + " address",
              "tokens are sent to https addresses only (http on loopback hosts),"
                  + " without user and fragment"));
    }
    Set<String> secrets = new HashSet<>(Masked.secretsIn(json));
    secrets.removeIf(secret -> secret.length() < SHORTEST_SECRET);
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(uri).setHeader("Accept", "application/json");
    } catch (IllegalArgumentException e) {
      return new Failed<>(
          CallProblem.of(Kind.NOT_CONNECTED, name, "not an address that can be called: " + name));
    }
    if (json != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (tokens != NONE) {
      try {
        Secret token = Tokens.checked(tokens.token().reveal());
        secrets.add(token.reveal());
        request.setHeader("Authorization", "Bearer " + token.reveal());
      } catch (TmsException | IllegalArgumentException e) {
        return new Failed<>(CallProblem.of(Kind.NO_TOKEN, name, String.valueOf(e.getMessage())));
      }
    }
    request
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(timeout)
        .method(
            method,
            json == null
                ? BodyPublishers.noBody()
                : BodyPublishers.ofString(JsonText.compact(json)));
    try {
      HttpResponse<byte[]> answer = client.send(request.build(), timeout, MAX_BYTES);
      return answer.statusCode() / 100 == 2
          ? new Done<>(new Reply(answer))
          : new Failed<>(refusal(answer, name, secrets));
    } catch (NoAnswerException e) {
      return new Failed<>(failure(e, name));
    }
  }

  private static CallProblem failure(NoAnswerException failure, String name) {
    Kind kind =
        switch (failure.kind()) {
          case TIMED_OUT, DROPPED -> Kind.NO_ANSWER;
          case TOO_LARGE -> Kind.UNREADABLE;
          case NOT_CONNECTED -> Kind.NOT_CONNECTED;
        };
    // the message starts with the call already
    String detail = failure.getMessage().replace(" for " + name, "").replace(" in " + name, "");
    return CallProblem.of(kind, name, detail);
  }

  private static CallProblem refusal(
      HttpResponse<byte[]> answer, String name, Set<String> secrets) {
    Reply body = new Reply(answer);
    Kind kind = kind(answer.statusCode());
    String said = ProblemText.of(body, header(answer, "Content-Type"), secrets);
    return new CallProblem(
        kind,
        name,
        answer.statusCode(),
        kind.meaning() + (said.isEmpty() ? "" : ": " + said),
        ProblemText.code(body),
        retryAfter(answer));
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 400, 422 -> Kind.BAD_REQUEST;
      case 401 -> Kind.UNAUTHORIZED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 429 -> Kind.TOO_MANY_REQUESTS;
      default -> status / 100 == 5 ? Kind.PROVIDER_ERROR : Kind.UNEXPECTED_STATUS;
    };
  }

  /** RFC 9110 10.2.3; a date is relative to the provider's own clock. */
  private static Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
    String value = header(answer, "Retry-After").strip();
    Optional<Duration> wait =
        value.matches("[0-9]{1,9}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
            : HttpDate.parse(value)
                .flatMap(
                    end ->
                        HttpDate.parse(header(answer, "Date"))
                            .map(now -> Duration.between(now, end)));
    return wait.map(
        time -> time.isNegative() ? Duration.ZERO : time.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : time);
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /** The provider's error text, safe to print: bounded, on one line, without secrets. */
  private static final class ProblemText {
    private static final int MAX = 500;
    private static final List<String> MEMBERS =
        List.of("title", "detail", "error", "error_description", "errorMessage", "message");

    private ProblemText() {}

    static String of(Reply body, String contentType, Set<String> secrets) {
      String text = body.text().orElse("");
      Object json = body.json().orElse(null);
      if (json != null) {
        List<String> parts = new ArrayList<>();
        collect(json, parts);
        text = String.join("; ", parts);
      } else if (contentType.contains("html") || text.startsWith("<")) {
        text = text.isEmpty() ? "" : "a page of HTML";
      }
      // before truncation, which could leave part of a secret
      for (String secret : secrets) {
        text = text.replace(secret, "(hidden)");
      }
      text = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\s]+", " ").strip();
      return text.length() > MAX ? text.substring(0, MAX) + "…" : text;
    }

    private static void collect(Object json, List<String> parts) {
      if (json instanceof Map<?, ?> members) {
        for (String name : MEMBERS) {
          if (members.get(name) instanceof String text && !text.isBlank()) {
            parts.add(text);
          }
        }
        // ASP.NET: {"errors": {"ClientId": ["The field is required."]}}
        if (members.get("errors") instanceof Map<?, ?> errors) {
          errors.forEach((name, value) -> parts.add(name + ": " + plain(value)));
        } else if (members.get("errors") instanceof List<?> errors) {
          errors.forEach(error -> parts.add(plain(error)));
        }
      } else if (json instanceof List<?> list) {
        list.forEach(item -> parts.add(plain(item)));
      } else {
        parts.add(plain(json));
      }
    }

    private static String plain(@Nullable Object value) {
      if (value instanceof List<?> list) {
        return String.join(", ", list.stream().map(ProblemText::plain).toList());
      }
      if (value instanceof Map<?, ?> map) {
        List<String> parts = new ArrayList<>();
        map.values().forEach(member -> parts.add(plain(member)));
        return String.join(", ", parts);
      }
      return String.valueOf(value);
    }

    static Optional<String> code(Reply body) {
      return body.json().orElse(null) instanceof Map<?, ?> members
              && members.get("error") instanceof String code
              && code.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,60}")
          ? Optional.of(code)
          : Optional.empty();
    }
  }

  /** A response with a status of 200 to 299. Immutable. */
  public static final class Reply {
    private final HttpResponse<byte[]> answer;

    Reply(HttpResponse<byte[]> answer) {
      this.answer = answer;
    }

    public int status() {
      return answer.statusCode();
    }

    /** The body; empty if there is none or it is not UTF-8. May include secrets. */
    public Optional<String> text() {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answer.body())).toString();
        return text.isBlank() ? Optional.empty() : Optional.of(text);
      } catch (CharacterCodingException e) {
        return Optional.empty();
      }
    }

    /** The JSON value, as {@link JsonText#read} returns it. */
    public Optional<Object> json() {
      return text().flatMap(JsonText::read);
    }

    @Override
    public String toString() {
      return "Reply[" + status() + "]";
    }
  }

  static final class Tokens {
    static final int MAX_CHARACTERS = 64 << 10;

    // RFC 6750 2.1: b64token
    private static final Pattern B64TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private Tokens() {}

    /** Removes surrounding white space and checks the syntax. */
    static Secret checked(String text) {
      String token = text.strip();
      if (!B64TOKEN.matcher(token).matches()) {
        throw new IllegalArgumentException(
            "not a bearer token: it must be letters, digits and . _ ~ + / - with = at the end");
      }
      return Secret.of(token);
    }
  }

  /** Dates in header fields (RFC 9110 section 5.6.7). */
  public static final class HttpDate {
    // a recipient that parses a timestamp value MUST accept all three HTTP-date formats
    private static final List<DateTimeFormatter> FORMATS =
        List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH));

    private HttpDate() {}

    /** Parses a date; empty if the text is not one. */
    public static Optional<Instant> parse(String text) {
      for (DateTimeFormatter format : FORMATS) {
        try {
          return Optional.of(
              LocalDateTime.from(format.parse(text.strip())).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
          // try the next format
        }
      }
      return Optional.empty();
    }
  }
}
