package dev.tms.outbound;

import dev.tms.http.Header;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A request to another server.
 *
 * @param method GET, POST, PUT or DELETE
 * @param uri absolute http(s) URI
 * @param headers header fields, {@code Content-Type} included
 * @param body empty for none
 * @param timeout for the whole exchange, connecting included
 * @param maxBytes largest answer that is read
 */
public record Call(
    String method, URI uri, List<Header> headers, byte[] body, Duration timeout, int maxBytes) {
  /** Copies the header fields. */
  public Call {
    headers = List.copyOf(headers);
  }

  /** The method and the URI without its query: header fields and body may be secret. */
  @Override
  public String toString() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }
}
