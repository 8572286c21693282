package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.text.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response. Immutable.
 *
 * @param status the status code of a final response: 200 to 599
 * @param headers the header fields in order; {@code Set-Cookie} may occur many times
 * @param body the body; empty if there is none. The array is not copied: do not modify it
 */
public record Response(int status, List<Header> headers, byte[] body) {
  private static final byte[] EMPTY = {};
  private static final Header JSON = new Header("Content-Type", "application/json");

  /**
   * Copies the header fields.
   *
   * @throws IllegalArgumentException if the status is not that of a final response
   */
  public Response {
    requireFinal(status);
    headers = List.copyOf(headers);
  }

  private static void requireFinal(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a final status is 200 to 599, not " + status);
    }
  }

  /** Returns a 200 response that sets these cookies and has this JSON object as its body. */
  public static Response json(List<SetCookie> cookies, Map<String, ?> object) {
    List<Header> headers = new ArrayList<>(cookies.size() + 1);
    for (SetCookie cookie : cookies) {
      headers.add(cookie.header());
    }
    headers.add(JSON);
    return new Response(200, headers, Json.write(object));
  }

  /** Returns a builder of a response with this status. */
  public static Builder status(int status) {
    return new Builder(status);
  }

  /** The first value of a header, case-insensitive; null if absent. */
  public @Nullable String header(String name) {
    return Header.first(headers, name);
  }

  /** Returns a copy with additional header fields. */
  public Response with(List<Header> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Header> all = new ArrayList<>(headers.size() + more.size());
    all.addAll(headers);
    all.addAll(more);
    return new Response(status, all, body);
  }

  /** A builder of a response. Not thread-safe. */
  public static final class Builder {
    private final int status;
    private final List<Header> headers = new ArrayList<>(6);
    private byte[] body = EMPTY;

    private Builder(int status) {
      requireFinal(status);
      this.status = status;
    }

    /** Adds a header field. */
    public Builder header(String name, String value) {
      headers.add(new Header(name, value));
      return this;
    }

    /** Adds {@code Set-Cookie} fields. */
    public Builder cookies(Iterable<SetCookie> cookies) {
      for (SetCookie cookie : cookies) {
        headers.add(cookie.header());
      }
      return this;
    }

    /** Sets the body and its content type. Does not copy the array. */
    public Builder body(String contentType, byte[] bytes) {
      header("Content-Type", contentType);
      this.body = bytes;
      return this;
    }

    /** Sets a text body in UTF-8. */
    public Builder body(String contentType, String text) {
      return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Builds the response. */
    public Response build() {
      return new Response(status, headers, body);
    }
  }

  private static final long DEFAULT_RETRY_SECONDS = 5;
  private static final long MAX_RETRY_SECONDS = Duration.ofDays(365).toSeconds();

  /** Returns a problem document (RFC 9457) for this code. */
  public static Response problem(ErrorCode code) {
    return problem(code, null);
  }

  /** Returns a problem document for this exception, without its message. */
  public static Response problem(TmsException e) {
    return problem(e.code(), e.retryAfter().orElse(null));
  }

  /**
   * Returns a problem document for this code. {@code Retry-After}, in whole seconds, at least 1, is
   * set if the delay is known or the status is 503.
   */
  public static Response problem(ErrorCode code, @Nullable Duration retryAfter) {
    Builder answer = problemBuilder(code, code.status());
    if (retryAfter != null || code.status() == 503) {
      answer.header("Retry-After", Long.toString(seconds(retryAfter)));
    }
    if (code.status() == 401) {
      // RFC 9110 11.6.1 requires a challenge; for this scheme browsers ask for no password
      answer.header("WWW-Authenticate", "Session");
    }
    return answer.build();
  }

  /**
   * Returns a problem document with another status than the code's, without {@code Retry-After}:
   * for problems that waiting does not solve.
   */
  public static Response problem(int status, ErrorCode code) {
    return problemBuilder(code, status).build();
  }

  private static Builder problemBuilder(ErrorCode code, int status) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", code.title());
    body.put("status", status);
    body.put("code", code.wire());
    return status(status).body("application/problem+json", Json.write(body));
  }

  private static long seconds(@Nullable Duration retryAfter) {
    if (retryAfter == null) {
      return DEFAULT_RETRY_SECONDS;
    }
    long roundedUp = retryAfter.getSeconds() + (retryAfter.getNano() > 0 ? 1 : 0);
    return Math.max(1, Math.min(roundedUp, MAX_RETRY_SECONDS));
  }
}
