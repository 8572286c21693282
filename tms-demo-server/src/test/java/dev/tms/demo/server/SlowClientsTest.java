package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.TestDemo;
import dev.tms.testkit.browser.TestBrowser;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** Clients that send a byte now and then, to hold what others need. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a thread that is not freed
final class SlowClientsTest {
  private static final int MANY = 500;
  private static final RequestPace.Alarm NEVER = (thread, work) -> () -> true;

  private static final List<String> BEGINNINGS =
      List.of(
          head("POST /Auth/BeginLogin", "Content-Length: 1000"),
          head("POST /Auth/BackChannelLogout", "Content-Length: 1000"),
          head("POST /Session/RetrieveToken", "Transfer-Encoding: chunked") + "5\r\n",
          head("POST /callback", "Content-Length: 1000"),
          head("GET /Session/CheckSession", "Content-Length: 1000"),
          head("POST /none", "Content-Length: 1000"),
          head("POST /demo/app.js", "Content-Length: 1000"),
          head("POST /health/ready", "Content-Length: 1000"),
          head("GET /health/ready", "Content-Length: 1000"),
          "POST /Auth/BeginLogin HTTP/1.1\r\nHost: localhost\r\nX-",
          "GE");

  @Test
  void requests_whileFiveHundredConnectionsTrickle_areAnswered() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try (TestDemo demo = TestDemo.start()) {
      TestBrowser browser = new TestBrowser();
      for (int i = 0; i < MANY; i++) {
        slow.add(begin(demo.url().getPort(), BEGINNINGS.get(i % BEGINNINGS.size())));
      }
      for (int round = 0; round < 3; round++) {
        trickle(slow);

        assertThat(browser.get(demo.url("/Session/CheckSession")).status()).isEqualTo(200);
        assertThat(browser.get(demo.url("/health/live")).status()).isEqualTo(200);
        assertThat(browser.get(demo.url("/health/ready")).status()).isEqualTo(200);
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void endpoint_bodyIsNotHereAtItsDeadline_endsWith408() throws Exception {
    HttpHandler reading = exchange -> RequestBody.read(exchange, body -> exchange.endExchange());
    Alarms alarms = new Alarms();
    try (Server server =
            new Server(new RequestPace(reading, all -> true, alarms, System::nanoTime));
        Socket slow = begin(server.port(), head("POST /", "Content-Length: 60000"))) {
      slow.getOutputStream().write(new byte[3 * RequestPace.MIN_BYTES]);

      alarms.ring();

      assertThat(statusLine(slow)).isEqualTo("HTTP/1.1 408");
      assertThat(slow.getInputStream().readAllBytes()).isNotEmpty(); // the connection ends, too
    }
  }

  @Test
  void endpoint_bodyIsHereInTime_hasNoDeadline() throws Exception {
    HttpHandler reading = exchange -> RequestBody.read(exchange, body -> exchange.endExchange());
    Alarms alarms = new Alarms();
    try (Server server =
            new Server(new RequestPace(reading, all -> true, alarms, System::nanoTime));
        Socket quick = begin(server.port(), head("POST /", "Content-Length: 4") + "body")) {
      assertThat(statusLine(quick)).isEqualTo("HTTP/1.1 200");

      alarms.removed.acquire();
    }
  }

  @Test
  void application_bodyTrickles_freesTheThreadThatReadsIt() throws Exception {
    AtomicLong nanos = new AtomicLong();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch freed = new CountDownLatch(1);
    HttpHandler reading =
        new BlockingHandler(
            exchange -> {
              begun.countDown();
              try {
                exchange.getInputStream().readAllBytes();
              } catch (IOException e) {
                freed.countDown();
              }
            });
    try (Server server = new Server(new RequestPace(reading, all -> false, NEVER, nanos::get));
        Socket slow = begin(server.port(), head("POST /", "Content-Length: 100000"))) {
      slow.getOutputStream().write(new byte[100]);
      begun.await();
      nanos.set(RequestPace.PERIOD.toNanos());
      slow.getOutputStream().write(new byte[100]);

      freed.await();
    }
  }

  @Test
  void application_bodyKeepsItsPace_isReadToItsEnd() throws Exception {
    AtomicLong nanos = new AtomicLong();
    Semaphore read = new Semaphore(0);
    HttpHandler reading =
        new BlockingHandler(
            exchange -> {
              byte[] part = new byte[RequestPace.MIN_BYTES];
              for (int n = 0; n >= 0; n = exchange.getInputStream().read(part)) {
                read.release(n);
              }
            });
    int periods = 5;
    String head = head("POST /", "Content-Length: " + periods * RequestPace.MIN_BYTES);
    try (Server server = new Server(new RequestPace(reading, all -> false, NEVER, nanos::get));
        Socket steady = begin(server.port(), head)) {
      for (int i = 0; i < periods; i++) {
        steady.getOutputStream().write(new byte[RequestPace.MIN_BYTES]);
        read.acquire(RequestPace.MIN_BYTES);
        nanos.addAndGet(RequestPace.PERIOD.toNanos() / 2);
      }

      assertThat(statusLine(steady)).isEqualTo("HTTP/1.1 200");
    }
  }

  private static String head(String begin, String framing) {
    return begin + " HTTP/1.1\r\nHost: localhost\r\n" + framing + "\r\n\r\n";
  }

  private static Socket begin(int port, String beginning) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void trickle(List<Socket> slow) {
    for (Socket socket : slow) {
      try {
        socket.getOutputStream().write('x');
      } catch (IOException e) {
        // this one was told to go already
      }
    }
  }

  private static String statusLine(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  /** Rings when a test wants it. */
  private static final class Alarms implements RequestPace.Alarm {
    private final BlockingQueue<Runnable> pending = new LinkedBlockingQueue<>();
    private final Semaphore removed = new Semaphore(0);

    @Override
    public XnioExecutor.Key set(XnioIoThread thread, Runnable work) {
      pending.add(() -> thread.execute(work));
      return () -> {
        removed.release();
        return true;
      };
    }

    /** As soon as one is set. */
    void ring() throws InterruptedException {
      pending.take().run();
    }
  }

  /** A handler, served. */
  private record Server(Undertow undertow) implements AutoCloseable {
    Server(HttpHandler handler) {
      this(Undertow.builder().addHttpListener(0, "127.0.0.1", handler).build());
      undertow.start();
    }

    int port() {
      return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() {
      undertow.stop();
    }
  }
}
