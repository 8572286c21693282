package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Detects request heads that other servers and proxies would soon refuse; {@code
 * docs/operations/heads.md} lists their limits.
 */
final class LargeHeads implements HttpHandler {
  /** Three quarters of 8 KiB, the smallest limit of common servers. */
  static final int LARGE_BYTES = 6 * 1024;

  private static final Logger log = System.getLogger(LargeHeads.class.getName());
  private static final int LINE_END = 2;
  private static final int COLON_AND_SPACE = 2;
  private static final int SPACES_AND_VERSION = 10;

  private final HttpHandler next;
  private final Runnable count;
  private final AtomicBoolean logged = new AtomicBoolean();

  LargeHeads(HttpHandler next, Runnable count) {
    this.next = next;
    this.count = count;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    int bytes = bytes(exchange);
    if (bytes > LARGE_BYTES) {
      count.run();
      if (!logged.getAndSet(true)) {
        log.log(
            Level.WARNING,
            "The head of a request has {0} bytes. Many servers and proxies refuse more than 8192 in"
                + " their default configuration, so users whose cookies grow further get an error"
                + " page. Raise the limit of what stands in front, or see which application sets"
                + " the cookies. tms_http_large_heads_total counts such requests; this is logged"
                + " once.",
            Integer.toString(bytes));
      }
    }
    next.handleRequest(exchange);
  }

  private static int bytes(HttpServerExchange exchange) {
    int bytes =
        exchange.getRequestMethod().length()
            + exchange.getRequestURI().length()
            + exchange.getQueryString().length()
            + SPACES_AND_VERSION
            + 2 * LINE_END;
    for (HeaderValues field : exchange.getRequestHeaders()) {
      int name = field.getHeaderName().length() + COLON_AND_SPACE + LINE_END;
      for (int i = 0; i < field.size(); i++) {
        bytes += name + field.get(i).length();
      }
    }
    return bytes;
  }
}
