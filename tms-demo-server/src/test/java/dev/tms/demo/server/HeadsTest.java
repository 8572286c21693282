package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.CapturedLog;
import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.web.CookiePolicy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large heads are, and may be. */
final class HeadsTest {
  /** What nginx has for the head of an answer by default is 4 KiB. */
  private static final int LARGEST_LOGIN_ANSWER = 4_000;

  /** Of Jetty and Tomcat: docs/operations/heads.md. */
  private static final int SMALLEST_LIMIT = 8 * 1024;

  /** Four cookies, and what logins that have not ended share: docs/http-api.md. */
  private static final int CHUNKS = 4 * CookiePolicy.MAX_COOKIE_BYTES;

  private static final int LOGINS = 4_096;

  /** The token cookie of the largest of our reference sessions, as CookieSizeTest measured it. */
  private static int referenceCookie() throws IOException {
    return Files.readAllLines(Path.of("../docs/cookie-size.md")).stream()
        .filter(line -> line.startsWith("| Keycloak"))
        .mapToInt(row -> Integer.parseInt(row.split("\\|")[4].strip()))
        .max()
        .orElseThrow();
  }

  @Test
  void loginAnswers_withTheReferenceTokens_stayBelowFourThousandBytes() throws Exception {
    try (TestDemo demo = TestDemo.start()) {
      TestBrowser browser = new TestBrowser();
      Page begin = browser.get(demo.url("/Auth/BeginLogin"));
      Page back =
          browser.followUntil(
              browser.submitLogin(browser.follow(begin), "alice", "alice"), demo.url("/callback"));
      Page callback = browser.get(back.location().orElseThrow());

      assertThat(callback.status()).isEqualTo(302);
      assertThat(head(begin)).isLessThan(LARGEST_LOGIN_ANSWER);
      assertThat(head(callback) - tokenCookie(callback) + referenceCookie())
          .isLessThan(LARGEST_LOGIN_ANSWER);
    }
  }

  @Test
  void requests_withTheCookiesOfTms_areAsLargeAsTheDocumentSays() throws Exception {
    try (TestDemo demo = TestDemo.start()) {
      TestBrowser browser = new TestBrowser();
      Page begin = browser.get(demo.url("/Auth/BeginLogin"));
      Page back =
          browser.followUntil(
              browser.submitLogin(browser.follow(begin), "alice", "alice"), demo.url("/callback"));
      Page callback = browser.get(back.location().orElseThrow());
      browser.get(demo.url("/Session/CheckSession"));
      int others =
          "Cookie: \r\n".length()
              + browser.cookies().header(demo.url()).length()
              - tokenCookie(callback);

      String document = Files.readString(Path.of("../docs/operations/heads.md"));
      assertThat(document)
          .contains("about %.1f KiB besides".formatted((others + referenceCookie()) / 1024.0))
          .contains("at most %.0f KiB".formatted((others + CHUNKS + LOGINS) / 1024.0));
    }
  }

  @Test
  void request_headOf64KiB_isAnsweredOverBothVersions(@TempDir Path directory) throws Exception {
    int port = FreePort.next();
    SelfSigned selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());
    Binding binding =
        new Binding("127.0.0.1", port, "127.0.0.1", null, selfSigned.keysFor("localhost"));
    AtomicInteger large = new AtomicInteger();
    Management management = new Management(null, large::incrementAndGet, request -> false);
    TmsServer server =
        TmsServer.start(service(port), binding, new Health(), UnaryOperator.identity(), management);
    try (CapturedLog log = new CapturedLog(LargeHeads.class);
        server) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        HttpClient client =
            HttpClient.newBuilder()
                .version(version)
                .sslContext(
                    NetworkSettings.DEFAULT
                        .withTrustedCertificates(selfSigned.certificate())
                        .sslContext())
                .build();

        assertThat(status(client, port, 64 * 1024 - 500)).as("%s", version).isEqualTo(200);
        assertThat(status(client, port, SMALLEST_LIMIT * 3 / 4 - 500)).isEqualTo(200);
        assertThat(status(client, port, SMALLEST_LIMIT * 3 / 4 + 100)).isEqualTo(200);
      }

      assertThat(large).hasValue(2 * HttpClient.Version.values().length);
      assertThat(log.lines()).singleElement().asString().contains("more than " + SMALLEST_LIMIT);
    }
  }

  @ParameterizedTest
  @CsvSource({"20000, true", "70000, true", "100000, false", ", false"})
  void http2_limitThatTheJvmHasAlready_isWarnedOfWhereItIsSmaller(String limit, boolean warns)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path"))));
    if (limit != null) {
      command.add("-Dio.undertow.http2-max-header-size=" + limit);
    }
    command.add(OwnJvm.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.contains("Over HTTP/2 heads of requests are limited to " + limit + " bytes"))
        .as(said)
        .isEqualTo(warns);
  }

  /** Starts a server with HTTP/2, and stops it. */
  static final class OwnJvm {
    public static void main(String[] arguments) throws Exception {
      Path directory = Files.createTempDirectory("heads");
      SelfSigned selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());
      int port = FreePort.next();
      Binding binding =
          new Binding("127.0.0.1", port, "127.0.0.1", null, selfSigned.keysFor("localhost"));
      TmsServer.start(
              service(port),
              binding,
              new Health(),
              UnaryOperator.identity(),
              Management.HEALTH_ONLY)
          .close();
      System.exit(0);
    }
  }

  private static int status(HttpClient client, int port, int bytes) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/Session/CheckSession"));
    // browsers have a cookie for each of many applications
    int each = bytes / 16;
    for (int i = 0; i < 16; i++) {
      request.header("X-" + i, "x".repeat(each - 8));
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.version()).isEqualTo(client.version());
    return answer.statusCode();
  }

  private static int head(Page answer) {
    int bytes = "HTTP/1.1 302 Found\r\n\r\n".length();
    for (Map.Entry<String, List<String>> field : answer.headers().entrySet()) {
      for (String value : field.getValue()) {
        bytes += field.getKey().length() + value.length() + 4;
      }
    }
    return bytes;
  }

  private static int tokenCookie(Page answer) {
    return answer.headers("Set-Cookie").stream()
        .filter(cookie -> cookie.startsWith("tms="))
        .mapToInt(cookie -> cookie.indexOf(';') - "tms=".length())
        .sum();
  }

  private static Tms service(int port) {
    return Tms.builder()
        .publicUrl("https://localhost:" + port)
        .provider(Provider.discover("https://id.example"))
        .publicClient("app")
        .keys(Keys.inMemory())
        .build();
  }
}
