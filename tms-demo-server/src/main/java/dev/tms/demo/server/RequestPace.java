package dev.tms.demo.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ResponseCommitListener;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;
import org.xnio.channels.ConnectedChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.StreamSourceConduit;
import org.xnio.ssl.SslConnection;

/**
 * Ends requests that arrive too slowly and responses that are not read. Requests to an endpoint
 * must arrive in time. Other bodies may take longer with a minimum per period, which is an idle
 * timeout as well.
 */
final class RequestPace implements HttpHandler {
  /** The minimum per period of a body to another handler: 0.5 KiB a second. */
  static final int MIN_BYTES = 5 * 1024;

  /**
   * The time limit for a TLS handshake, for a request head, and for a complete request to an
   * endpoint from its first byte; also the period of {@link #MIN_BYTES}.
   */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** The time limit for reading a response, after which the connection is closed. */
  static final Duration ANSWER = Duration.ofSeconds(60);

  private final HttpHandler next;
  private final Predicate<HttpServerExchange> isEndpoint;
  private final Alarm alarm;
  private final LongSupplier nanos;
  private final Map<Ends, Watch> watches = new ConcurrentHashMap<>();

  RequestPace(HttpHandler next, Predicate<HttpServerExchange> isEndpoint) {
    this(next, isEndpoint, RequestPace::setAlarm, System::nanoTime);
  }

  RequestPace(
      HttpHandler next, Predicate<HttpServerExchange> isEndpoint, Alarm alarm, LongSupplier nanos) {
    this.next = next;
    this.isEndpoint = isEndpoint;
    this.alarm = alarm;
    this.nanos = nanos;
  }

  /** Schedules work on an I/O thread. */
  interface Alarm {
    XnioExecutor.Key set(XnioIoThread thread, Runnable work, long nanos);
  }

  /** The key of a connection, known to all its requests. */
  private record Ends(SocketAddress client, SocketAddress server) {
    static Ends of(ConnectedChannel connection) {
      return new Ends(connection.getPeerAddress(), connection.getLocalAddress());
    }
  }

  private static XnioExecutor.Key setAlarm(XnioIoThread thread, Runnable work, long nanos) {
    try {
      return thread.executeAfter(work, nanos, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      return () -> false; // the server stops
    }
  }

  /** Must be called before anything reads from the connection. */
  void watch(StreamConnection connection) {
    new Watch(connection).begin();
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Watch watch = watches.get(Ends.of(exchange.getConnection()));
    if (watch == null) {
      exchange.endExchange(); // the connection is closed
      return;
    }
    if (exchange.getConnection() instanceof HttpServerConnection connection) {
      watch.follow(connection, exchange);
    }
    Reading reading = new Reading(watch);
    exchange.addResponseCommitListener(reading);
    if (!exchange.isRequestComplete()) {
      long now = nanos.getAsLong();
      if (isEndpoint.test(exchange)) {
        long left = PERIOD.toNanos() - (now - watch.arrival.headBegin());
        setDeadline(exchange, () -> end(exchange), left);
      } else {
        // the conduit of the body is created at the first read
        exchange.addRequestWrapper((factory, paced) -> new PacedBody(factory.create(), now));
      }
    }
    try {
      next.handleRequest(exchange);
    } finally {
      reading.follow(exchange);
    }
  }

  /** Sets a deadline for responses that are not written at once, which few are. */
  private final class Reading implements ResponseCommitListener {
    private final Watch watch;
    private boolean isHandled;

    Reading(Watch watch) {
      this.watch = watch;
    }

    @Override
    public void beforeCommit(HttpServerExchange exchange) {
      if (isHandled) {
        begin(exchange);
      }
    }

    /** The handler has returned; what it dispatched begins after this. */
    void follow(HttpServerExchange exchange) {
      isHandled = true;
      if (exchange.isResponseStarted() && !exchange.isResponseComplete()) {
        begin(exchange);
      }
    }

    private void begin(HttpServerExchange exchange) {
      setDeadline(exchange, watch::close, ANSWER.toNanos());
    }
  }

  private void setDeadline(HttpServerExchange exchange, Runnable missed, long left) {
    XnioExecutor.Key pending = alarm.set(exchange.getIoThread(), missed, left);
    exchange.addExchangeCompleteListener(
        (ended, following) -> {
          pending.remove();
          following.proceed();
        });
  }

  /** Runs on the I/O thread, the only reader of such a body. */
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
      exchange.setReasonPhrase(StatusCodes.REQUEST_TIME_OUT_STRING); // not that of another answer
      exchange.endExchange();
    }
  }

  private final class Watch {
    private final StreamConnection connection;
    private final Ends ends;
    private final Arrival arrival;
    private volatile XnioExecutor.@Nullable Key pending;
    private boolean isFollowed;

    Watch(StreamConnection connection) {
      this.connection = connection;
      this.ends = Ends.of(connection);
      this.arrival = new Arrival(connection.getSourceChannel().getConduit(), nanos);
    }

    void begin() {
      connection.getSourceChannel().setConduit(arrival);
      connection.getSourceChannel().setCloseListener(closed -> end());
      if (connection instanceof SslConnection tls) {
        arrival.begins();
        tls.getHandshakeSetter().set(done -> arrival.ends());
      }
      watches.put(ends, this);
      look();
    }

    /** Expects the next request over HTTP/1.1, which is sequential. */
    void follow(HttpServerConnection http, HttpServerExchange exchange) {
      arrival.ends();
      if (!isFollowed) {
        isFollowed = true;
        http.addCloseListener(closed -> end());
      }
      exchange.addExchangeCompleteListener(
          (ended, following) -> {
            PooledByteBuffer early = http.getExtraBytes();
            arrival.expectRequestLine();
            if (early != null) {
              ByteBuffer seen = early.getBuffer().duplicate();
              int from = seen.position();
              arrival.look(seen.position(seen.limit()), from);
            }
            following.proceed();
          });
    }

    private void look() {
      long left = PERIOD.toNanos() - arrival.pendingNanos();
      if (!connection.isOpen()) {
        end();
      } else if (left <= 0) {
        close();
      } else {
        pending = alarm.set(connection.getIoThread(), this::look, left);
      }
    }

    private void close() {
      IoUtils.safeClose(connection);
    }

    private void end() {
      watches.remove(ends, this);
      XnioExecutor.Key key = pending;
      if (key != null) {
        key.remove();
      }
    }
  }

  /**
   * Enforces the pace of a body. The reading thread does so, because Undertow releases a
   * connection's buffers when another thread closes it.
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
