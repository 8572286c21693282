package dev.tms.demo.server;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.InvalidConfigurationException;
import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.testkit.Hold;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import io.undertow.Undertow;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class TmsServerTest {
  @RegisterExtension static final TestDemo demo = TestDemo.start();

  private final TestBrowser browser = new TestBrowser();

  @Test
  void health_serving_isUp() {
    for (String path : new String[] {"/health/live", "/health/ready"}) {
      Page page = browser.get(demo.url(path));

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).isEqualTo("{\"status\":\"up\"}");
      assertThat(page.header("Cache-Control")).hasValue("no-store");
    }
  }

  @Test
  void health_otherMethodOrPath_isRefused() {
    Page posted = browser.post(demo.url("/health/ready"), Map.of());

    assertThat(posted.status()).isEqualTo(405);
    assertThat(posted.header("Allow")).hasValue("GET, HEAD");
    assertThat(browser.get(demo.url("/health/nothing")).status()).isEqualTo(404);
  }

  @Test
  void answers_never_nameTheServer() {
    for (String path : new String[] {"/", "/health/live", "/Session/CheckSession", "/none"}) {
      Page page = browser.get(demo.url(path));

      assertThat(page.header("Server")).isEmpty();
      assertThat(page.header("X-Powered-By")).isEmpty();
    }
  }

  @Test
  void answers_always_forbidSniffingAndReferrers() {
    for (String path :
        new String[] {"/", "/health/live", "/health/none", "/Session/CheckSession", "/none"}) {
      Page page = browser.get(demo.url(path));

      assertThat(page.header("X-Content-Type-Options")).as(path).hasValue("nosniff");
      assertThat(page.header("Referrer-Policy")).as(path).hasValue("no-referrer");
    }
  }

  @Test
  void get_unknownPathOrMethod_isAPageForBrowsersAndAProblemForCalls() throws Exception {
    Page none = browser.get(demo.url("/none"));
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body()).contains("<h1>There is nothing here</h1>", "<code>not_found</code>");

    Page noGet = browser.get(demo.url("/Auth/LogOut"));
    assertThat(noGet.status()).isEqualTo(405);
    assertThat(noGet.header("Allow")).hasValue("POST");
    assertThat(noGet.body()).contains("<code>method_not_allowed</code>");

    Page call = browser.send("GET", URI.create(demo.url("/none")), Map.of("Accept", "*/*"), null);
    assertThat(call.status()).isEqualTo(404);
    assertThat(call.json()).containsEntry("code", "not_found");
  }

  @Test
  void post_tooLarge_isRefusedAndTheServerLives() throws Exception {
    String head =
        "POST /Auth/BeginLogin HTTP/1.1\r\n"
            + ("Host: " + demo.url().getAuthority() + "\r\n")
            + "Content-Type: application/x-www-form-urlencoded\r\n";
    String length = "Content-Length: " + 300 * 1024 + "\r\n\r\n";
    String chunked = "Transfer-Encoding: chunked\r\n\r\n";
    String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";

    assertThat(raw(head + length)).endsWith(" 413");
    assertThat(raw(head + length + "x".repeat(300 * 1024))).endsWith(" 413");
    assertThat(raw(head + chunked + "4b000\r\n" + "x".repeat(66 * 1024))).endsWith(" 413");
    assertThat(raw(head + chunked + chunk.repeat(17))).endsWith(" 413");
    assertThat(browser.get(demo.url("/health/live")).status()).isEqualTo(200);
  }

  @Test
  void get_headersTooLarge_isRefused() throws Exception {
    String head = "GET /health/live HTTP/1.1\r\nHost: " + demo.url().getAuthority() + "\r\nA: ";

    assertThat(raw(head + "x".repeat(63 * 1024) + "\r\n\r\n")).isEqualTo("HTTP/1.1 200");
    assertThat(raw(head + "x".repeat(72 * 1024) + "\r\n\r\n")).isEqualTo("HTTP/1.1 400");
    assertThat(browser.get(demo.url("/health/live")).status()).isEqualTo(200);
  }

  @Test
  void get_tooManyHeaders_isRefused() throws Exception {
    String head = "GET /health/live HTTP/1.1\r\nHost: " + demo.url().getAuthority() + "\r\n";
    Function<Integer, String> fields =
        count -> IntStream.range(0, count).mapToObj(i -> "A" + i + ": 1\r\n").collect(joining());

    assertThat(raw(head + fields.apply(199) + "\r\n")).isEqualTo("HTTP/1.1 200");
    assertThat(raw(head + fields.apply(200) + "\r\n")).isEqualTo("HTTP/1.1 400");
    assertThat(raw(head + "A: 1\r\n".repeat(150) + "\r\n")).isEqualTo("HTTP/1.1 400");
  }

  @Test
  @DisplayName("Lesson 16: odd cookies of other applications never make a 5xx")
  void get_cookiesThatTheContainerCannotRead_areNoSessionAndNoError() throws Exception {
    String many = IntStream.range(0, 150).mapToObj(i -> "c" + i + "=v; ").collect(joining());

    for (String cookies : new String[] {"tms=\u00e9", "other=a\u00ffb", "\u00e9=1", many + "z=1"}) {
      for (String path : new String[] {"/Session/CheckSession", "/"}) {
        String answer =
            raw(
                "GET %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\n\r\n"
                    .formatted(path, demo.url().getAuthority(), cookies));

        assertThat(answer).as(path + " with " + cookies).isEqualTo("HTTP/1.1 200");
      }
    }
  }

  @Test
  void close_requestInProgress_endsItAndRefusesNewOnes() {
    TestDemo leaving = TestDemo.start();
    CompletableFuture<Page> callback;
    CompletableFuture<Void> closing;
    try (Hold hold = leaving.provider().hold(RequestKind.TOKEN_CODE)) {
      Page form = browser.follow(browser.get(leaving.url("/Auth/BeginLogin")));
      Page back =
          browser.followUntil(
              browser.submitLogin(form, "alice", "alice"), leaving.url("/callback"));
      callback = CompletableFuture.supplyAsync(() -> browser.get(back.location().orElseThrow()));
      hold.awaitArrived(1);
      closing = CompletableFuture.runAsync(leaving.server()::close);
      while (browser.get(leaving.url("/health/ready")).status() != 503) {
        Thread.onSpinWait();
      }

      assertThat(browser.get(leaving.url("/health/ready")).body()).contains("\"down\"");
      assertThat(browser.get(leaving.url("/health/live")).status()).isEqualTo(200);
      assertThat(browser.get(leaving.url("/Session/CheckSession")).status()).isEqualTo(503);
      assertThat(closing).isNotDone();
    }
    assertThat(callback.join().status()).isEqualTo(302);
    closing.join();
    leaving.close();
  }

  @Test
  void start_portTaken_saysWhich() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Binding main = Binding.clear("127.0.0.1", taken.getLocalPort());
      Binding management =
          new Binding("127.0.0.1", FreePort.next(), "127.0.0.1", taken.getLocalPort(), null);

      assertThatThrownBy(() -> start(main, new Health()))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("Server.Port: ")
          .hasMessageContaining("port " + taken.getLocalPort())
          .hasMessageContaining("in use");
      assertThatThrownBy(() -> start(management, new Health()))
          .isInstanceOf(InvalidConfigurationException.class)
          .hasMessageStartingWith("Server.ManagementPort: ");
    }
  }

  @Test
  void start_hostUnknown_blamesTheHost() {
    Binding main = Binding.clear("no-such-host.invalid", FreePort.next());
    Binding management =
        new Binding("127.0.0.1", FreePort.next(), "no-such-host.invalid", FreePort.next(), null);

    assertThatThrownBy(() -> start(main, new Health())).hasMessageStartingWith("Server.Host: ");
    assertThatThrownBy(() -> start(management, new Health()))
        .hasMessageStartingWith("Server.ManagementHost: ");
  }

  @Test
  void start_addressOfAnotherMachine_saysSo() {
    Binding elsewhere = Binding.clear("192.0.2.1", FreePort.next());

    assertThatThrownBy(() -> start(elsewhere, new Health()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("not an address of this machine");
  }

  @Test
  void start_managementPort_hasHealthAlone() {
    int port = FreePort.next();
    int management = FreePort.next();
    Health health = new Health();

    TmsServer server = start(new Binding("127.0.0.1", port, "127.0.0.1", management, null), health);
    try (server) {
      assertThat(browser.get("http://127.0.0.1:" + management + "/health/ready").status())
          .isEqualTo(200);
      assertThat(browser.get("http://127.0.0.1:" + management + "/Session/CheckSession").status())
          .isEqualTo(404);
      assertThat(browser.get("http://127.0.0.1:" + port + "/health/ready").status()).isEqualTo(404);
    }
  }

  @Test
  void forgetProvider_onTheManagementPortAlone() throws Exception {
    int port = FreePort.next();
    int management = FreePort.next();
    Health health = new Health();

    TmsServer server = start(new Binding("127.0.0.1", port, "127.0.0.1", management, null), health);
    try (server) {
      assertThat(forgetAt(port)).isEqualTo(404);
      assertThat(forgetAt(management)).isEqualTo(204);
    }
    TmsServer without = start(new Binding("127.0.0.1", port, "127.0.0.1", null, null), health);
    try (without) {
      assertThat(forgetAt(port)).isEqualTo(404);
    }
  }

  private static int forgetAt(int port) throws Exception {
    URI address = URI.create("http://127.0.0.1:" + port + "/admin/forget-provider");
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("TMS-Admin", "1")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void ready_keysCannotBeReRead_isDegraded(@TempDir Path folder) throws Exception {
    int port = FreePort.next();
    ManualClock clock = new ManualClock();
    Path file = folder.resolve("keys.json");
    TmsBuilder service = service(port).keys(Keys.file(file)).clock(clock);

    TmsServer server =
        TmsServer.start(
            service.build(),
            Binding.clear("127.0.0.1", port),
            new Health(),
            UnaryOperator.identity(),
            Management.HEALTH_ONLY);
    try (server) {
      byte[] good = Files.readAllBytes(file);
      Files.writeString(file, "damaged");
      clock.advance(Duration.ofSeconds(61));
      Page degraded = browser.get("http://127.0.0.1:" + port + "/health/ready");
      Files.write(file, good);
      clock.advance(Duration.ofSeconds(61));
      Page up = browser.get("http://127.0.0.1:" + port + "/health/ready");

      assertThat(degraded.status()).isEqualTo(200);
      assertThat(degraded.json()).isEqualTo(Map.of("status", "degraded"));
      assertThat(up.json()).containsEntry("status", "up");
    }
  }

  @Test
  void checkSession_whileNoThreadIsFree_isAnswered() {
    int port = FreePort.next();
    List<Runnable> waiting = new CopyOnWriteArrayList<>();
    Tms tms = service(port).keys(Keys.inMemory()).build();
    Undertow server =
        Undertow.builder()
            .addHttpListener(port, "127.0.0.1")
            .setHandler(new ServiceHandler(tms, waiting::add))
            .build();
    server.start();
    try {
      assertThat(browser.get("http://127.0.0.1:" + port + "/Session/CheckSession").json())
          .containsEntry("isLoggedIn", false);
      assertThat(waiting).isEmpty();
    } finally {
      server.stop();
      tms.close();
    }
  }

  private static Binding encrypted(int port, SelfSigned keys) {
    return new Binding("127.0.0.1", port, "127.0.0.1", null, keys.keysFor("localhost"));
  }

  private static HttpClient trusting(SelfSigned keys) {
    NetworkSettings network = NetworkSettings.DEFAULT.withTrustedCertificates(keys.certificate());
    return HttpClient.newBuilder().sslContext(network.sslContext()).build();
  }

  @Test
  void start_tls_speaksHttp2WithTheCertificateThatClientsTrust(@TempDir Path directory)
      throws Exception {
    int port = FreePort.next();
    SelfSigned selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());

    TmsServer server = start(encrypted(port, selfSigned), new Health());
    try (server) {
      HttpClient client = trusting(selfSigned);
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/health/ready"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  @DisplayName("over HTTP/2 browsers send each cookie as a field of its own")
  void get_manyCookiesOverHttp2_isAnswered(@TempDir Path directory) throws Exception {
    int port = FreePort.next();
    SelfSigned selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());

    TmsServer server = start(encrypted(port, selfSigned), new Health());
    try (server) {
      HttpClient client = trusting(selfSigned);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/Session/CheckSession"));
      for (int i = 0; i < 300; i++) {
        request.header("Cookie", "other-" + i + "=value");
      }

      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void root_withoutAFrontEndOfItsOwn_saysThatItRuns() {
    int port = FreePort.next();
    TmsServer server = start(Binding.clear("127.0.0.1", port), new Health());
    try (server) {
      Page page = browser.get("http://127.0.0.1:" + port + "/");

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.body()).contains("<h1>TMS is running</h1>");
      assertThat(browser.get("http://127.0.0.1:" + port + "/elsewhere").status()).isEqualTo(404);
    }
  }

  private static TmsServer start(Binding binding, Health health) {
    Tms tms = service(binding.port()).keys(Keys.inMemory()).build();
    return TmsServer.start(tms, binding, health, UnaryOperator.identity(), Management.HEALTH_ONLY);
  }

  private static TmsBuilder service(int port) {
    return Tms.builder()
        .publicUrl("https://localhost:" + port)
        .provider(Provider.discover("https://id.example"))
        .publicClient("app");
  }

  /** Sends these bytes and reads the answer's beginning; empty where there is none. */
  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", demo.url().getPort())) {
      socket.setSoTimeout(10_000);
      try {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      } catch (java.net.SocketException e) {
        // a server may answer and close before it has read everything
      }
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
    } catch (java.net.SocketException e) {
      return "";
    }
  }
}
