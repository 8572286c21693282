package dev.tms.outbound;

import dev.tms.http.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A complete answer of the other server.
 *
 * @param status its status, redirects included: they are never followed
 * @param headers its header fields
 * @param body its whole body, within the call's limit
 */
public record Answer(int status, List<Header> headers, byte[] body) implements SendOutcome {
  /** Copies the header fields. */
  public Answer {
    headers = List.copyOf(headers);
  }

  /** The first value of a header, without regard to case, or null. */
  public @Nullable String header(String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return null;
  }

  /** The status alone: a body may hold tokens. */
  @Override
  public String toString() {
    return "Answer[" + status + ", " + body.length + " bytes]";
  }
}
