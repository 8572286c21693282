package dev.tms.demo.server;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
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
 * Ends requests that arrive too slowly, and answers that are not taken. An endpoint's request is
 * here in time or not at all: its body is a form. What goes to an application or an API may be as
 * long as it likes, but each period has to bring a share of it, which is a timeout for idle ones,
 * too.
 */
final class RequestPace implements HttpHandler {
  /** What a period brings of a body that is not an endpoint's: 0.5 KiB a second. */
  static final int MIN_BYTES = 5 * 1024;

  /**
   * How long a TLS handshake may take, the head of a request, all of an endpoint's request from its
   * first byte on, and what {@link #MIN_BYTES} is for.
   */
  static final Duration PERIOD = Duration.ofSeconds(10);

  /** How long a client may take for an answer before its connection ends, whatever else it has. */
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

  /** Runs work on an I/O thread when this time has passed. */
  interface Alarm {
    XnioExecutor.Key set(XnioIoThread thread, Runnable work, long nanos);
  }

  /** The two ends of a connection, which all its requests know. */
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

  /** Watches what arrives at a connection. To be called before anything reads from it. */
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
    exchange.addResponseCommitListener(
        answered -> setDeadline(answered, watch::close, ANSWER.toNanos()));
    if (!exchange.isRequestComplete()) {
      long now = nanos.getAsLong();
      if (isEndpoint.test(exchange)) {
        long left = PERIOD.toNanos() - (now - watch.arrival.headBegin());
        setDeadline(exchange, () -> end(exchange), left);
      } else {
        // the body's conduit is made when it is first read
        exchange.addRequestWrapper((factory, paced) -> new PacedBody(factory.create(), now));
      }
    }
    next.handleRequest(exchange);
  }

  private void setDeadline(HttpServerExchange exchange, Runnable missed, long left) {
    XnioExecutor.Key pending = alarm.set(exchange.getIoThread(), missed, left);
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
      exchange.setReasonPhrase(StatusCodes.REQUEST_TIME_OUT_STRING); // not that of another answer
      exchange.endExchange();
    }
  }

  /** Of a connection, as long as it is open. */
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

    /** Expects the request that follows this one over HTTP/1.1, which has one after the other. */
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
