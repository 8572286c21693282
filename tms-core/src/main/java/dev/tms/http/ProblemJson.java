package dev.tms.http;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Problem documents (RFC 9457) with the member {@code code}. */
public final class ProblemJson {
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
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", code.title());
    body.put("status", code.status());
    body.put("code", code.wire());
    Response.Builder answer =
        Response.status(code.status()).body("application/problem+json", Json.write(body));
    if (retryAfter != null || code.status() == 503) {
      long seconds = retryAfter == null ? 5 : Math.max(1, (retryAfter.toMillis() + 999) / 1000);
      answer.header("Retry-After", Long.toString(seconds));
    }
    if (code.status() == 401) {
      // RFC 9110 11.6.1: a 401 carries at least one challenge; a scheme no browser asks a password
      // for
      answer.header("WWW-Authenticate", "Session");
    }
    return answer.build();
  }
}
