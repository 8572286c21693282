package dev.tms.demo.server;

import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.protocols.http2.Http2Channel;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.protocol.http.AlpnOpenListener;
import io.undertow.server.protocol.http.HttpOpenListener;
import io.undertow.server.protocol.http2.Http2OpenListener;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.ChannelListeners;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * A port with its I/O threads: HTTP/1.1 without TLS, or HTTP/2 and HTTP/1.1 with TLS. Set up as by
 * Undertow's builder, except that each connection is watched from its first byte.
 */
final class Listener implements AutoCloseable {
  private static final int MAX_PARAMETERS = 100;
  private static final int MAX_COOKIES = 100;
  private static final int IDLE_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BUFFERS = 1000;
  private static final int MAX_STREAMS = 100;
  private static final int BACKLOG = 1000;
  private static final int MAX_CONNECTIONS = 1_000_000;

  private static final OptionMap HTTP =
      OptionMap.builder()
          .set(UndertowOptions.ENABLE_HTTP2, false)
          .set(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_STREAMS)
          .set(UndertowOptions.MAX_HEADER_SIZE, HeadLimit.BYTES)
          .set(UndertowOptions.MAX_HEADERS, HeadLimit.MAX_HEADERS)
          .set(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
          .set(UndertowOptions.MAX_COOKIES, MAX_COOKIES)
          // no MAX_ENTITY_SIZE, for which Undertow aborts chunked bodies without a response
          .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
          .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
          // the path is checked as sent, and decoded once, here
          .set(UndertowOptions.DECODE_URL, false)
          .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
          .set(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
          .getMap();

  private final String host;
  private final int port;
  private final @Nullable SSLContext tls;
  private final RequestPace handler;
  private final int ioThreads;
  private @Nullable XnioWorker worker;
  private @Nullable AcceptingChannel<? extends StreamConnection> listening;

  /** Listens after {@link #open} only. */
  Listener(String host, int port, @Nullable SSLContext tls, RequestPace handler, int ioThreads) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.handler = handler;
    this.ioThreads = ioThreads;
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  void open() throws IOException {
    if (tls != null) {
      HeadLimit.establish();
    }
    OptionMap sockets =
        OptionMap.builder()
            .set(Options.WORKER_IO_THREADS, ioThreads)
            // for Undertow's own tasks; requests have other threads
            .set(Options.WORKER_TASK_CORE_THREADS, Math.max(2, ioThreads))
            .set(Options.WORKER_TASK_MAX_THREADS, Math.max(2, ioThreads))
            .set(Options.CONNECTION_HIGH_WATER, MAX_CONNECTIONS)
            .set(Options.CONNECTION_LOW_WATER, MAX_CONNECTIONS)
            .set(Options.TCP_NODELAY, true)
            .set(Options.CORK, true)
            .set(Options.REUSE_ADDRESSES, true)
            .set(Options.BALANCING_TOKENS, 1)
            .set(Options.BALANCING_CONNECTIONS, 2)
            .set(Options.BACKLOG, BACKLOG)
            .set(Options.READ_TIMEOUT, IDLE_MILLIS)
            .addAll(TlsKeys.OPTIONS)
            .getMap();
    Xnio xnio = Xnio.getInstance(Listener.class.getClassLoader());
    InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), port);
    worker = xnio.createWorker(sockets);
    // no thread-local caches, which would only grow with one thread per request
    ByteBufferPool buffers = new DefaultByteBufferPool(true, BUFFER_BYTES, BUFFERS, 0);
    HttpOpenListener http = new HttpOpenListener(buffers, HTTP);
    http.setRootHandler(handler);
    if (tls == null) {
      listening = worker.createStreamConnectionServer(address, accepting(http), sockets);
    } else {
      AlpnOpenListener either =
          new AlpnOpenListener(buffers, HTTP, http)
              .addProtocol(Http2OpenListener.HTTP2, new Http2(buffers, HTTP, handler), 10);
      listening =
          new UndertowXnioSsl(xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), tls)
              .createSslConnectionServer(worker, address, accepting(either), sockets);
    }
    listening.resumeAccepts();
  }

  private <C extends StreamConnection> ChannelListener<AcceptingChannel<C>> accepting(
      ChannelListener<StreamConnection> opened) {
    return ChannelListeners.openListenerAdapter(
        connection -> {
          handler.watch(connection);
          opened.handleEvent(connection);
        });
  }

  /** Closes all connections and waits for the I/O threads. */
  @Override
  public void close() {
    IoUtils.safeClose(listening);
    if (worker != null) {
      worker.shutdown();
      try {
        worker.awaitTermination();
      } catch (InterruptedException e) {
        worker.shutdownNow();
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * The maximum size of a request head. For HTTP/2, a JVM property limits it too, to 20,000 bytes
   * unless set before Undertow's classes load.
   */
  private static final class HeadLimit {
    /** The documented limit, counted as in HTTP/1.1. */
    static final int PROMISED = 64 * 1024;

    static final int MAX_HEADERS = 200;

    // RFC 9113 6.5.2: HTTP/2 counts "an overhead of 32 octets for each field"
    static final int BYTES = PROMISED + 32 * MAX_HEADERS;

    private static final Logger log = System.getLogger(Listener.class.getName());

    static {
      if (System.getProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY) == null) {
        System.setProperty(Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY, Integer.toString(BYTES));
      }
    }

    private HeadLimit() {}

    /** Sets the limit; warns if another one is already in effect. */
    static void establish() {
      int inForce = overHttp2();
      if (inForce < BYTES) {
        log.log(
            Level.WARNING,
            "Over HTTP/2 heads of requests are limited to {0} bytes, not to {1}: {2} was set or"
                + " read before this server started. Browsers with many cookies get no answer."
                + " Start the JVM with -D{2}={3}",
            Integer.toString(inForce),
            Integer.toString(PROMISED),
            Http2Channel.HTTP2_MAX_HEADER_SIZE_PROPERTY,
            Integer.toString(BYTES));
      }
    }

    /** The limit that Undertow's class loaded, which only clients learn. */
    private static int overHttp2() {
      try {
        var field = Http2Channel.class.getDeclaredField("HTTP2_MAX_HEADER_SIZE");
        field.setAccessible(true);
        return field.getInt(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Undertow limits heads in another way", e);
      }
    }
  }
}
