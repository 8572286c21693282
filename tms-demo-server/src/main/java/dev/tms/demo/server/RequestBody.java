package dev.tms.demo.server;

import dev.tms.problem.ErrorCode;
import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** The body of a request, collected as it arrives. No thread waits for it. */
final class RequestBody {
  /** What the service itself takes of a form. */
  static final int MAX_BYTES = 64 * 1024;

  private static final byte[] NONE = {};

  private RequestBody() {}

  /**
   * Lets a handler answer that reads no body once all of it is here. Undertow itself reads the rest
   * of a body before it writes an answer, and of a connection that is to be closed it cannot.
   */
  static HttpHandler dropped(HttpHandler next) {
    return exchange -> {
      if (exchange.isRequestComplete()) {
        next.handleRequest(exchange);
      } else {
        read(
            exchange,
            body -> exchange.dispatch(SameThreadExecutor.INSTANCE, RequestIds.carried(next)));
      }
    };
  }

  /**
   * Hands the body on when all of it is here; answers for a body that is too large or breaks off.
   */
  static void read(HttpServerExchange exchange, Consumer<byte[]> whole) {
    if (exchange.isRequestComplete()) {
      whole.accept(NONE);
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
            whole.accept(collected.toByteArray());
          }
        },
        (reading, brokenOff) -> {
          // a request that was too slow has its answer already
          if (!reading.isResponseStarted()) {
            reading.setPersistent(false);
            Answers.send(reading, ErrorCode.REQUEST_INVALID);
          }
        });
  }
}
