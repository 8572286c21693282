package dev.tms.demo.server;

import dev.tms.problem.ErrorCode;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;

/** Collects the body of a request without blocking a thread. */
final class RequestBody {
  /** The service's own limit for forms. */
  static final int MAX_BYTES = 64 * 1024;

  private static final byte[] NONE = {};

  private RequestBody() {}

  /**
   * Calls a handler that reads no body once the body has arrived. Undertow reads the rest before it
   * writes a response, which fails on a connection that is to be closed.
   */
  static HttpHandler dropped(HttpHandler next) {
    return exchange -> read(exchange, (arrived, body) -> next.handleRequest(arrived));
  }

  /** Handles a request whose body has arrived, on the I/O thread. */
  @FunctionalInterface
  interface Complete {
    void handle(HttpServerExchange exchange, byte[] body) throws Exception;
  }

  /** Passes on the complete body; answers itself if the body is too large or incomplete. */
  static void read(HttpServerExchange exchange, Complete next) throws Exception {
    if (exchange.isRequestComplete()) {
      next.handle(exchange, NONE);
      return;
    }
    if (exchange.getRequestContentLength() > MAX_BYTES) {
      Answers.send(exchange, ErrorCode.REQUEST_TOO_LARGE);
      return;
    }
    ByteArrayOutputStream collected = new ByteArrayOutputStream();
    Receiver receiver = exchange.getRequestReceiver();
    receiver.receivePartialBytes(
        (reading, part, isLast) -> {
          collected.writeBytes(part);
          if (collected.size() > MAX_BYTES) {
            receiver.pause();
            reading.setPersistent(false);
            Answers.send(reading, ErrorCode.REQUEST_TOO_LARGE);
          } else if (isLast) {
            byte[] body = collected.toByteArray();
            reading.dispatch(
                SameThreadExecutor.INSTANCE,
                RequestIds.carried(arrived -> next.handle(arrived, body)));
          }
        },
        (reading, brokenOff) -> {
          // a request that timed out has its response
          if (!reading.isResponseStarted()) {
            reading.setPersistent(false);
            Answers.send(reading, ErrorCode.REQUEST_INVALID);
          }
        });
  }
}
