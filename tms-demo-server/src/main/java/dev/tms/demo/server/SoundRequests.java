package dev.tms.demo.server;

import dev.tms.problem.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/** Refuses requests that Undertow accepts but that servers in front of it may read differently. */
final class SoundRequests implements HttpHandler {
  // RFC 3986 excludes these from URIs; browsers send them unencoded in queries
  private static final String RAW_IN_A_QUERY = "{}|^\\`";
  private static final String NEVER = "\"<>#";

  private final HttpHandler next;

  SoundRequests(HttpHandler next) {
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (isSound(exchange)) {
      next.handleRequest(exchange);
    } else {
      exchange.setPersistent(false); // where its body ends is not known
      Answers.send(exchange, ErrorCode.REQUEST_INVALID);
    }
  }

  private static boolean isSound(HttpServerExchange exchange) {
    return hasKnownFraming(exchange)
        // excludes "*", the authority of a CONNECT, and other values of :path in HTTP/2
        && exchange.getRequestPath().startsWith("/")
        && isOf(exchange.getRequestURI(), RAW_IN_A_QUERY)
        && isOf(exchange.getQueryString(), "");
  }

  private static boolean hasKnownFraming(HttpServerExchange exchange) {
    HeaderValues encodings = exchange.getRequestHeaders().get(Headers.TRANSFER_ENCODING);
    return (encodings == null || isChunkedAlone(exchange, encodings))
        && exchange.getRequestHeaders().count(Headers.CONTENT_LENGTH) <= 1;
  }

  /**
   * RFC 9112 6.1: a server "MAY reject a request that contains both Content-Length and
   * Transfer-Encoding", and HTTP/1.0 with a transfer coding has faulty framing. HTTP/2 has no such
   * field (RFC 9113 8.2.2).
   */
  private static boolean isChunkedAlone(HttpServerExchange exchange, HeaderValues encodings) {
    return exchange.isHttp11()
        && encodings.size() == 1
        && encodings.getFirst().equals("chunked")
        && !exchange.getRequestHeaders().contains(Headers.CONTENT_LENGTH);
  }

  private static boolean isOf(String part, String otherwiseRefused) {
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c <= ' ' || c >= 0x7F || NEVER.indexOf(c) >= 0 || otherwiseRefused.indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }
}
