package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Ends requests that arrive too slowly. An endpoint's request is here in time or not at all: its
 * body is a form. What goes to an application or an API may be as long as it likes, but each period
 * has to bring a share of it, which is a timeout for idle ones, too.
 */
final class RequestPace implements HttpHandler {
  /** What a period brings of a body that is not an endpoint's: 0.5 KiB a second. */
  static final int MIN_BYTES = 5 * 1024;

  /** How long an endpoint's request may take, and what {@link #MIN_BYTES} is for. */
  static final Duration PERIOD = Duration.ofSeconds(10);

  private final HttpHandler next;
  private final Predicate<HttpServerExchange> isEndpoint;
  private final Alarm alarm;
  private final LongSupplier nanos;

  RequestPace(HttpHandler next, Predicate<HttpServerExchange> isEndpoint) {
    this(
        next,
        isEndpoint,
        (thread, work) -> thread.executeAfter(work, PERIOD.toMillis(), TimeUnit.MILLISECONDS),
        System::nanoTime);
  }

  RequestPace(
      HttpHandler next, Predicate<HttpServerExchange> isEndpoint, Alarm alarm, LongSupplier nanos) {
    this.next = next;
    this.isEndpoint = isEndpoint;
    this.alarm = alarm;
    this.nanos = nanos;
  }

  /** Runs work on an I/O thread when a period has passed. */
  interface Alarm {
    XnioExecutor.Key set(XnioIoThread thread, Runnable work);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    if (!exchange.isRequestComplete()) {
      if (isEndpoint.test(exchange)) {
        setDeadline(exchange);
      } else {
        long begin = nanos.getAsLong(); // the body's conduit is made when it is first read
        exchange.addRequestWrapper((factory, paced) -> new PacedBody(factory.create(), begin));
      }
    }
    next.handleRequest(exchange);
  }

  private void setDeadline(HttpServerExchange exchange) {
    XnioExecutor.Key pending = alarm.set(exchange.getIoThread(), () -> end(exchange));
    exchange.addExchangeCompleteListener(
        (ended, following) -> {
          pending.remove();
          following.proceed();
        });
  }

  /** On the I/O thread, which alone reads the body of an endpoint's request. */
  private static void end(HttpServerExchange exchange) {
    if (exchange.isRequestComplete() || exchange.isComplete()) {
      return;
    }
    boolean isMultiplexed = !exchange.isHttp11() && !exchange.isHttp10();
    if (exchange.isResponseStarted() || isMultiplexed) {
      IoUtils.safeClose(exchange.getConnection()); // of HTTP/2, this request alone
    } else {
      exchange.setPersistent(false);
      exchange.setStatusCode(StatusCodes.REQUEST_TIME_OUT);
      exchange.endExchange();
    }
  }

  /**
   * A body that has to keep its pace. The thread that reads it finds out, because Undertow gives
   * the buffers of a connection away that another thread closes.
   */
  private final class PacedBody extends AbstractStreamSourceConduit<StreamSourceConduit> {
    private long begin;
    private long received;

    PacedBody(StreamSourceConduit next, long begin) {
      super(next);
      this.begin = begin;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      int count = super.read(target);
      count(count);
      return count;
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
      long count = super.read(targets, offset, length);
      count(count);
      return count;
    }

    @Override
    public void awaitReadable() throws IOException {
      super.awaitReadable(left(Long.MAX_VALUE), TimeUnit.NANOSECONDS);
    }

    @Override
    public void awaitReadable(long time, TimeUnit unit) throws IOException {
      super.awaitReadable(left(unit.toNanos(time)), TimeUnit.NANOSECONDS);
    }

    /** What is left of the period, and at most of the other time. */
    private long left(long most) {
      return Math.min(most, Math.max(1, PERIOD.toNanos() - (nanos.getAsLong() - begin)));
    }

    private void count(long count) throws IOException {
      received += Math.max(0, count);
      if (count >= 0 && nanos.getAsLong() - begin >= PERIOD.toNanos()) {
        if (received < MIN_BYTES) {
          throw new IOException("the body arrives too slowly");
        }
        begin = nanos.getAsLong();
        received = 0;
      }
    }
  }
}
