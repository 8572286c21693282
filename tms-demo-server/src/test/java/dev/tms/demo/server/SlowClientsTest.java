package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.testkit.browser.TestBrowser;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.XnioExecutor;
import org.xnio.XnioIoThread;

/** Clients that send a byte now and then, to hold what others need. */
@Timeout(value = 3, unit = TimeUnit.MINUTES) // a thread that is not freed
final class SlowClientsTest {
  private static final int MANY = 500;
  private static final int LARGE = 32 * 1024 * 1024; // more than sockets buffer

  private static final HttpHandler READING =
      exchange -> RequestBody.read(exchange, (arrived, body) -> arrived.endExchange());
  private static final HttpHandler LARGE_ANSWER =
      exchange -> exchange.getResponseSender().send(ByteBuffer.allocate(LARGE));

  /** The beginning of a record whose rest does not come (RFC 8446 5.1). */
  private static final byte[] HELLO =
      Arrays.copyOf(new byte[] {22, 3, 1, 1, 0, 1, 0, 0, (byte) 0xFC, 3, 3}, 60);

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

  @TempDir private Path directory;

  @Test
  void requests_whileFiveHundredConnectionsTrickle_areAnswered() throws Exception {
    try (TestDemo demo = TestDemo.start();
        Sockets slow = new Sockets()) {
      TestBrowser browser = new TestBrowser();
      for (int i = 0; i < MANY; i++) {
        slow.add(begin(demo.url().getPort(), BEGINNINGS.get(i % BEGINNINGS.size())));
      }
      for (int round = 0; round < 3; round++) {
        slow.trickle();

        assertThat(browser.get(demo.url("/Session/CheckSession")).status()).isEqualTo(200);
        assertThat(browser.get(demo.url("/health/live")).status()).isEqualTo(200);
        assertThat(browser.get(demo.url("/health/ready")).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void requests_whileFiveHundredConnectionsOverTlsTrickle_areAnswered() throws Exception {
    try (TlsServer server = new TlsServer(directory);
        Sockets slow = new Sockets()) {
      HttpClient browser = HttpClient.newBuilder().sslContext(trusted(server.selfSigned)).build();
      for (int i = 0; i < MANY; i++) {
        slow.add(server.begin(i));
      }
      for (int round = 0; round < 3; round++) {
        slow.trickle();

        assertThat(status(browser, server.url("/Session/CheckSession"))).isEqualTo(200);
        assertThat(status(browser, server.url("/health/live"))).isEqualTo(200);
        assertThat(status(browser, server.url("/health/ready"))).isEqualTo(200);
      }
    }
  }

  @Test
  void endpoint_bodyIsNotHereAtItsDeadline_endsWith408() throws Exception {
    try (Server server = new Server(READING, true);
        Socket slow = begin(server.port(), head("POST /", "Content-Length: 60000"))) {
      slow.getOutputStream().write(new byte[3 * RequestPace.MIN_BYTES]);

      server.alarms.deadline(); // of the head
      server.alarms.deadline().ring();

      assertThat(statusLine(slow)).isEqualTo("HTTP/1.1 408");
      assertThat(slow.getInputStream().readAllBytes()).isNotEmpty(); // the connection ends, too
    }
  }

  @Test
  void endpoint_bodyIsHereInTime_hasNoDeadline() throws Exception {
    try (Server server = new Server(READING, true);
        Socket quick = begin(server.port(), head("POST /", "Content-Length: 4") + "body")) {
      assertThat(statusLine(quick)).isEqualTo("HTTP/1.1 200");

      server.alarms.deadline(); // of the head
      server.alarms.deadline().removed.await();
    }
  }

  @Test
  void endpoint_headTookItsTime_bodyHasWhatIsLeft() throws Exception {
    try (Server server = new Server(READING, true);
        Socket slow = begin(server.port(), "")) {
      server.alarms.deadline(); // of the head
      server.arrive(slow, "POST / HT", Duration.ofSeconds(6));
      write(slow, "TP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");

      assertThat(server.alarms.deadline().after).isEqualTo(Duration.ofSeconds(4));
    }
  }

  @Test
  void endpoint_secondOfAConnection_hasItsOwnTime() throws Exception {
    try (Server server = new Server(READING, true);
        Socket slow = begin(server.port(), head("POST /", "Content-Length: 4") + "body")) {
      server.alarms.deadline(); // of the head
      assertThat(server.alarms.deadline().after).isEqualTo(RequestPace.PERIOD);
      assertThat(statusLine(slow)).isEqualTo("HTTP/1.1 200");
      server.arrive(slow, "P", Duration.ofSeconds(3));
      write(slow, "OST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n");

      assertThat(server.alarms.deadline().after).isEqualTo(Duration.ofSeconds(7));
    }
  }

  @Test
  void endpoint_pipelined_countsFromTheEndOfTheOneBefore() throws Exception {
    String first = head("POST /", "Content-Length: 4") + "body";
    try (Server server = new Server(READING, true);
        Socket slow = begin(server.port(), "")) {
      server.alarms.deadline(); // of the head
      write(slow, first + "POST / HTTP/1.1\r\nHost: x\r\n");
      server.alarms.deadline();
      server.clock.asked.acquire(3); // begin of the first, of its body, of the second
      server.clock.pass(Duration.ofSeconds(2));
      write(slow, "Content-Length: 4\r\n\r\n");

      assertThat(server.alarms.deadline().after).isEqualTo(Duration.ofSeconds(8));
    }
  }

  @Test
  void endpoint_overHttp2HeadTookItsTime_bodyHasWhatIsLeft() throws Exception {
    byte[] fields = Http2Frames.fields("POST", "/");
    byte[] begin = Http2Frames.frame(Http2Frames.HEADERS, 0, 1, Arrays.copyOf(fields, 9));
    byte[] end =
        Http2Frames.frame(
            Http2Frames.CONTINUATION,
            Http2Frames.END_HEADERS,
            1,
            Arrays.copyOfRange(fields, 9, fields.length));
    try (Server server = new Server(READING, directory);
        SSLSocket slow = server.connect()) {
      server.alarms.deadline(); // of the handshake
      server.arrive(slow, begin, Duration.ofSeconds(6));
      slow.getOutputStream().write(end);

      assertThat(server.alarms.deadline().after).isEqualTo(Duration.ofSeconds(4));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"G", "GET / HTTP/1.1\r\nHost: local"})
  void head_notHereInTime_endsTheConnection(String part) throws Exception {
    try (Server server = new Server(READING, true);
        Socket slow = begin(server.port(), "")) {
      server.arrive(slow, part, RequestPace.PERIOD);
      server.alarms.deadline().ring();

      assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void connection_nothingArrives_isLeftAlone() throws Exception {
    try (Server server = new Server(READING, true);
        Socket idle = begin(server.port(), "")) {
      Alarm look = server.alarms.deadline();
      server.clock.pass(RequestPace.PERIOD);
      look.ring();

      assertThat(server.alarms.deadline().after).isEqualTo(RequestPace.PERIOD);
      write(idle, head("GET /", "Connection: close"));
      assertThat(statusLine(idle)).isEqualTo("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"})
  void connection_thatTheClientEnds_isForgotten(String sent) throws Exception {
    try (Server server = new Server(READING, true)) {
      Socket socket = begin(server.port(), sent);
      Alarm look = server.alarms.deadline();
      if (sent.length() > 1) {
        assertThat(statusLine(socket)).isEqualTo("HTTP/1.1 200");
      }
      socket.close();

      look.removed.await();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 40})
  void handshake_notDoneInTime_endsTheConnection(int bytes) throws Exception {
    try (Server server = new Server(READING, directory);
        Socket slow = begin(server.port(), "")) {
      slow.getOutputStream().write(HELLO, 0, bytes);
      Alarm look = server.alarms.deadline();
      server.clock.pass(RequestPace.PERIOD);
      look.ring();

      assertThat(ends(slow)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, Http2Frames.FRAME_HEAD, Http2Frames.FRAME_HEAD + 3, Integer.MAX_VALUE})
  void frame_notHereInTime_endsTheConnection(int bytes) throws Exception {
    byte[] head = Http2Frames.frame(Http2Frames.HEADERS, 0, 1, Http2Frames.fields("GET", "/"));
    try (Server server = new Server(READING, directory);
        SSLSocket slow = server.connect()) {
      Alarm look = server.alarms.deadline();
      server.arrive(slow, Arrays.copyOf(head, Math.min(bytes, head.length)), RequestPace.PERIOD);
      look.ring();

      assertThat(ends(slow)).isTrue();
    }
  }

  @Test
  void answer_notTaken_endsTheConnection() throws Exception {
    try (Server server = new Server(LARGE_ANSWER, true);
        Socket slow = begin(server.port(), head("GET /", "X: y"))) {
      Alarm taken = server.alarms.answer();
      taken.ring();
      taken.removed.await();

      assertThat(ends(slow)).isTrue();
    }
  }

  @Test
  void answer_notTakenOverHttp2_endsTheConnection() throws Exception {
    byte[] fields = Http2Frames.fields("GET", "/");
    int flags = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;
    try (Server server = new Server(LARGE_ANSWER, directory);
        SSLSocket slow = server.connect()) {
      slow.getOutputStream().write(Http2Frames.frame(Http2Frames.HEADERS, flags, 1, fields));
      Alarm taken = server.alarms.answer();
      taken.ring();
      taken.removed.await();

      assertThat(ends(slow)).isTrue();
    }
  }

  @Test
  void application_bodyTrickles_freesTheThreadThatReadsIt() throws Exception {
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
    try (Server server = new Server(reading, false);
        Socket slow = begin(server.port(), head("POST /", "Content-Length: 100000"))) {
      slow.getOutputStream().write(new byte[100]);
      begun.await();
      server.clock.pass(RequestPace.PERIOD);
      slow.getOutputStream().write(new byte[100]);

      freed.await();
    }
  }

  @Test
  void application_bodyKeepsItsPace_isReadToItsEnd() throws Exception {
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
    try (Server server = new Server(reading, false);
        Socket steady = begin(server.port(), head)) {
      for (int i = 0; i < periods; i++) {
        steady.getOutputStream().write(new byte[RequestPace.MIN_BYTES]);
        read.acquire(RequestPace.MIN_BYTES);
        server.clock.pass(RequestPace.PERIOD.dividedBy(2));
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

  private static String statusLine(Socket socket) throws IOException {
    return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
  }

  private static SSLSocket tls(SelfSigned server, int port, String protocol) throws IOException {
    SSLSocket socket =
        (SSLSocket) trusted(server).getSocketFactory().createSocket("127.0.0.1", port);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static SSLContext trusted(SelfSigned server) {
    return NetworkSettings.DEFAULT.withTrustedCertificates(server.certificate()).sslContext();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static int status(HttpClient browser, String url) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
    return browser.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Whether the connection ends before the large answer does. */
  private static boolean ends(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes().length < LARGE;
    } catch (IOException e) {
      return true; // it was reset
    }
  }

  /** Of slow clients. */
  private static final class Sockets implements AutoCloseable {
    private final List<Socket> open = new ArrayList<>();

    void add(Socket socket) {
      open.add(socket);
    }

    void trickle() {
      for (Socket socket : open) {
        try {
          socket.getOutputStream().write('x');
        } catch (IOException e) {
          // this one was told to go already
        }
      }
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Rings when a test wants it. */
  private static final class Alarm {
    private final XnioIoThread thread;
    private final Runnable work;
    private final Duration after;
    private final CountDownLatch removed = new CountDownLatch(1);

    Alarm(XnioIoThread thread, Runnable work, Duration after) {
      this.thread = thread;
      this.work = work;
      this.after = after;
    }

    void ring() {
      thread.execute(work);
    }
  }

  private static final class Alarms implements RequestPace.Alarm {
    private final BlockingQueue<Alarm> deadlines = new LinkedBlockingQueue<>();
    private final BlockingQueue<Alarm> answers = new LinkedBlockingQueue<>();

    @Override
    public XnioExecutor.Key set(XnioIoThread thread, Runnable work, long nanos) {
      Alarm alarm = new Alarm(thread, work, Duration.ofNanos(nanos));
      (alarm.after.equals(RequestPace.ANSWER) ? answers : deadlines).add(alarm);
      return () -> {
        alarm.removed.countDown();
        return true;
      };
    }

    /** The next for something that arrives, as soon as there is one. */
    Alarm deadline() throws InterruptedException {
      return deadlines.take();
    }

    /** The next for an answer that is sent. */
    Alarm answer() throws InterruptedException {
      return answers.take();
    }
  }

  /** Time that passes when a test wants it. */
  private static final class Clock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong();
    private final Semaphore asked = new Semaphore(0);

    @Override
    public long getAsLong() {
      long now = nanos.get();
      asked.release();
      return now;
    }

    void pass(Duration time) {
      nanos.addAndGet(time.toNanos());
    }
  }

  /** A handler, served. */
  private static final class Server implements AutoCloseable {
    private final Alarms alarms = new Alarms();
    private final Clock clock = new Clock();
    private final SelfSigned selfSigned;
    private final Listener listener;

    /** In clear. */
    Server(HttpHandler handler, boolean isEndpoint) throws Exception {
      this(handler, isEndpoint, null);
    }

    /** Over TLS, for endpoints. */
    Server(HttpHandler handler, Path directory) throws Exception {
      this(handler, true, new SelfSigned(directory, InstantSource.system(), new SecureRandom()));
    }

    private Server(HttpHandler handler, boolean isEndpoint, SelfSigned selfSigned)
        throws Exception {
      this.selfSigned = selfSigned;
      this.listener =
          new Listener(
              "127.0.0.1",
              FreePort.next(),
              selfSigned == null ? null : selfSigned.keysFor("localhost"),
              new RequestPace(handler, all -> isEndpoint, alarms, clock),
              1);
      listener.open();
    }

    int port() {
      return listener.port();
    }

    /** Speaks HTTP/2, and takes a byte of each answer. */
    SSLSocket connect() throws IOException {
      SSLSocket socket = tls(selfSigned, port(), "h2");
      socket.getOutputStream().write(Http2Frames.preface(1));
      Http2Frames.await(socket.getInputStream(), Http2Frames.PING);
      return socket;
    }

    void arrive(Socket socket, String begin, Duration thenPasses) throws Exception {
      arrive(socket, begin.getBytes(StandardCharsets.US_ASCII), thenPasses);
    }

    /** Lets time pass after the server has seen the beginning of something. */
    void arrive(Socket socket, byte[] begin, Duration thenPasses) throws Exception {
      clock.asked.drainPermits();
      socket.getOutputStream().write(begin);
      clock.asked.acquire();
      clock.pass(thenPasses);
    }

    @Override
    public void close() {
      listener.close();
    }
  }

  /** The whole server, over TLS. */
  private static final class TlsServer implements AutoCloseable {
    private final int port = FreePort.next();
    private final SelfSigned selfSigned;
    private final TmsServer server;

    TlsServer(Path directory) throws Exception {
      selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());
      server =
          TmsServer.start(
              Tms.builder()
                  .publicUrl("https://localhost:" + port)
                  .provider(Provider.discover("https://id.example"))
                  .publicClient("app")
                  .keys(Keys.inMemory())
                  .build(),
              new Binding("127.0.0.1", port, "127.0.0.1", null, selfSigned.keysFor("localhost")),
              new Health(),
              UnaryOperator.identity(),
              Management.HEALTH_ONLY);
    }

    String url(String path) {
      return "https://localhost:" + port + path;
    }

    /** One of the ways to be slow. */
    Socket begin(int kind) throws IOException {
      switch (kind % 6) {
        case 0:
          return SlowClientsTest.begin(port, "");
        case 1:
          Socket inHandshake = SlowClientsTest.begin(port, "");
          inHandshake.getOutputStream().write(HELLO);
          return inHandshake;
        case 2:
          Socket inHead = tls(selfSigned, port, "http/1.1");
          write(inHead, "GET /Session/CheckSession HTTP/1.1\r\nX: ");
          return inHead;
        case 3:
          Socket inBody = tls(selfSigned, port, "http/1.1");
          write(inBody, BEGINNINGS.get(0));
          return inBody;
        case 4:
          return http2(Http2Frames.frame(Http2Frames.HEADERS, 0, 1, new byte[1000]), 40);
        default: // takes no answer
          byte[] fields = Http2Frames.fields("GET", "/Session/CheckSession");
          int flags = Http2Frames.END_HEADERS | Http2Frames.END_STREAM;
          return http2(Http2Frames.frame(Http2Frames.HEADERS, flags, 1, fields), 1000);
      }
    }

    private Socket http2(byte[] frame, int bytes) throws IOException {
      Socket socket = tls(selfSigned, port, "h2");
      socket.getOutputStream().write(Http2Frames.preface(0));
      socket.getOutputStream().write(frame, 0, Math.min(bytes, frame.length));
      return socket;
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
