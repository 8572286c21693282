package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer: status, header fields in order, and a body. Immutable. */
public final class Response {
  private static final byte[] EMPTY = {};

  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  private Response(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Starts an answer with this status. */
  public static Builder status(int status) {
    return new Builder(status);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The header fields in order; {@code Set-Cookie} may occur many times. */
  public List<Header> headers() {
    return headers;
  }

  /** The first value of a header, without regard to case, or null. */
  public @Nullable String header(String name) {
    return Header.first(headers, name);
  }

  /** The body; empty where there is none. The array is the answer's own: do not change it. */
  public byte[] body() {
    return body;
  }

  /** The same answer with more header fields. */
  public Response with(List<Header> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Header> all = new ArrayList<>(headers);
    all.addAll(more);
    return new Response(status, List.copyOf(all), body);
  }

  /** Collects an answer. Not thread-safe. */
  public static final class Builder {
    private final int status;
    private final List<Header> headers = new ArrayList<>(6);
    private byte[] body = EMPTY;

    private Builder(int status) {
      if (status < 200 || status > 599) {
        throw new IllegalArgumentException("a final status is 200 to 599, not " + status);
      }
      this.status = status;
    }

    /** Adds a header field. */
    public Builder header(String name, String value) {
      headers.add(new Header(name, value));
      return this;
    }

    /** Adds cookies to set. */
    public Builder cookies(Iterable<SetCookie> cookies) {
      for (SetCookie cookie : cookies) {
        headers.add(cookie.header());
      }
      return this;
    }

    /** Sets the body and its content type. The array is not copied. */
    public Builder body(String contentType, byte[] bytes) {
      header("Content-Type", contentType);
      this.body = bytes;
      return this;
    }

    /** Sets a text body in UTF-8. */
    public Builder body(String contentType, String text) {
      return body(contentType, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer. */
    public Response build() {
      return new Response(status, List.copyOf(headers), body);
    }
  }

  private static final long DEFAULT_RETRY_SECONDS = 5;
  private static final long MAX_RETRY_SECONDS = Duration.ofDays(365).toSeconds();

  /** The answer for this code. */
  public static Response problem(ErrorCode code) {
    return problem(code, null);
  }

  /** The answer for this exception; its message stays here. */
  public static Response problem(TmsException e) {
    return problem(e.code(), e.retryAfter().orElse(null));
  }

  /**
   * The answer for this code; {@code Retry-After} in whole seconds, at least 1, where known or
   * where the status is 503.
   */
  public static Response problem(ErrorCode code, @Nullable Duration retryAfter) {
    Builder answer = problemBuilder(code, code.status());
    if (retryAfter != null || code.status() == 503) {
      answer.header("Retry-After", Long.toString(seconds(retryAfter)));
    }
    if (code.status() == 401) {
      // RFC 9110 11.6.1: a 401 carries at least one challenge; a scheme no browser asks a password
      // for
      answer.header("WWW-Authenticate", "Session");
    }
    return answer.build();
  }

  /**
   * The answer for this code under another status than its own, without {@code Retry-After}: for
   * what does not pass by waiting.
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
