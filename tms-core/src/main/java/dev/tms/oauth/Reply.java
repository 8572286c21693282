package dev.tms.oauth;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one call to the provider. */
public sealed interface Reply {
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

  /**
   * Anything else.
   *
   * @param status the HTTP status of an answer that arrived whole; 0 where none did
   * @param notConnected whether no connection was made, so that trying again is harmless and may
   *     help
   * @param neverSent whether the provider cannot have seen the request
   * @param completeAnswer whether an answer arrived whole from which it is known that the request
   *     was not carried out
   * @param retryAfter what the answer says about trying again
   * @param reason a sentence for operators
   */
  record Failed(
      int status,
      boolean notConnected,
      boolean neverSent,
      boolean completeAnswer,
      @Nullable Duration retryAfter,
      String reason)
      implements Reply {}
}
