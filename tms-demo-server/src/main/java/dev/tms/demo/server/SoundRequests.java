package dev.tms.demo.server;

import dev.tms.problem.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;

/**
 * Refuses requests that Undertow lets through and that servers in front of it may read in another
 * way. No such request reaches a handler.
 */
final class SoundRequests implements HttpHandler {
  // RFC 3986 leaves these out of every URI; browsers send them in a query as they are
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
        // "*", the authority of a CONNECT, and what HTTP/2 lets a :path be
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
   * Transfer-Encoding", and one of HTTP/1.0 with a transfer coding is to be taken for a faulty one.
   * HTTP/2 has no such field (RFC 9113 8.2.2).
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
