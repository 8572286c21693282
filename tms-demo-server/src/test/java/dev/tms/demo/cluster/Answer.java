package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a node said.
 *
 * @param status 0 where there was no answer
 * @param body JSON
 * @param cookies values of {@code Set-Cookie}
 */
public record Answer(int status, JsonNode body, List<String> cookies) {
  /** The access token, or an empty text. */
  public String token() {
    return body.path("accessToken").asText();
  }

  /** Why it was refused, or an empty text. */
  public String code() {
    return body.path("code").asText();
  }

  /** Whether it is known how the session stands. */
  boolean isFinal() {
    return status == 200 || status == 401;
  }

  /** Without tokens and cookies. */
  @Override
  public String toString() {
    return status + (code().isEmpty() ? "" : " " + code());
  }
}
