package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problem documents (RFC 9457) with the member {@code code}. */
public final class ProblemJson {
  private static final long DEFAULT_RETRY_SECONDS = 5;
  private static final long MAX_RETRY_SECONDS = Duration.ofDays(365).toSeconds();

  private ProblemJson() {}

  /** The answer for this code. */
  public static Response of(ErrorCode code) {
    return of(code, null);
  }

  /** The answer for this exception; its message stays here. */
  public static Response of(TmsException e) {
    return of(e.code(), e.retryAfter().orElse(null));
  }

  /**
   * The answer for this code; {@code Retry-After} in whole seconds, at least 1, where known or
   * where the status is 503.
   */
  public static Response of(ErrorCode code, @Nullable Duration retryAfter) {
    Response.Builder answer = builder(code, code.status());
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
  public static Response withStatus(int status, ErrorCode code) {
    return builder(code, status).build();
  }

  private static Response.Builder builder(ErrorCode code, int status) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", code.title());
    body.put("status", status);
    body.put("code", code.wire());
    return Response.status(status).body("application/problem+json", Json.write(body));
  }

  private static long seconds(@Nullable Duration retryAfter) {
    if (retryAfter == null) {
      return DEFAULT_RETRY_SECONDS;
    }
    long roundedUp = retryAfter.getSeconds() + (retryAfter.getNano() > 0 ? 1 : 0);
    return Math.max(1, Math.min(roundedUp, MAX_RETRY_SECONDS));
  }
}
