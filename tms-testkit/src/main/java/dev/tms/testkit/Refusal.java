package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import dev.tms.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses a request that violates the protocol, with an error response. */
final class Refusal extends RuntimeException {
  private final ErrorObject error;
  private final @Nullable String challenge;

  private Refusal(ErrorObject error, @Nullable String challenge) {
    super(error.getCode());
    this.error = error;
    this.challenge = challenge;
  }

  static Refusal of(ErrorObject error, String reason) {
    return new Refusal(error.setDescription(reason), null);
  }

  static Refusal of(ParseException cause, ErrorObject otherwise) {
    ErrorObject error = cause.getErrorObject();
    String reason = ErrorObject.removeIllegalChars(String.valueOf(cause.getMessage()));
    return of(error == null ? otherwise : error, reason);
  }

  /** RFC 6749 5.2, RFC 6750 3: a failed Authorization header gets a challenge. */
  Refusal challenging(String wwwAuthenticate) {
    return new Refusal(error, wwwAuthenticate);
  }

  ErrorObject error() {
    return error;
  }

  Reply reply() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", error.getCode());
    members.put("error_description", String.valueOf(error.getDescription()));
    int status = error.getHTTPStatusCode() == 0 ? 400 : error.getHTTPStatusCode();
    Reply reply = Reply.json(status, members);
    return challenge == null ? reply : reply.with("WWW-Authenticate", challenge);
  }
}
