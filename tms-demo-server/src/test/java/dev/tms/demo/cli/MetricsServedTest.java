package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is answered at {@code /metrics}. */
final class MetricsServedTest {
  @TempDir private Path folder;
  private final TestBrowser browser = new TestBrowser();

  @Test
  void demo_askedFromThisMachine_showsWhatHappened() throws Exception {
    try (Demonstration demo = new Demonstration()) {
      Page begin = browser.get(demo.at("/Auth/BeginLogin"));
      Page page = browser.get(demo.at("/metrics"));

      assertThat(begin.status()).isEqualTo(302);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/plain");
      assertThat(page.header("Cache-Control")).hasValue("no-store");
      assertThat(page.header("X-Request-Id")).isPresent();
      assertThat(page.body())
          .contains("tms_logins_begun_total 1.0", "tms_health{state=\"up\"} 1", "tms_keys{key=");
      assertThat(browser.post(demo.at("/metrics"), Map.of()).status()).isEqualTo(405);
    }
  }

  @Test
  void demo_forwardedOrUnderAnotherName_isNotFound() throws Exception {
    try (Demonstration demo = new Demonstration()) {
      for (String header : List.of("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP")) {
        assertThat(browser.get(demo.at("/metrics"), Map.of(header, "203.0.113.1")).status())
            .as(header)
            .isNotEqualTo(200);
      }
      assertThat(answerTo(demo.port, "tms.attacker.example")).doesNotContain("tms_");
      assertThat(answerTo(demo.port, "localhost:" + demo.port)).contains("tms_");
    }
  }

  @Test
  void demo_switchedOff_isNotFound() throws Exception {
    try (Demonstration demo = new Demonstration("--metrics", "off")) {
      assertThat(browser.get(demo.at("/metrics")).status()).isEqualTo(404);
      assertThat(browser.get(demo.at("/health/ready")).status()).isEqualTo(200);
    }
  }

  @Test
  void configured_managementPort_hasThemAlone() throws Exception {
    int port = FreePort.next();
    int management = FreePort.next();
    Path file = file(port, "https://shop.example", "\"ManagementPort\": " + management);
    try (InProcess served = InProcess.serve(file, new PrintWriter(new StringWriter()))) {
      assertThat(served.publicUrl()).isEqualTo("https://shop.example");
      assertThat(get(management).body()).contains("tms_logins_begun_total");
      assertThat(get(port).status()).isEqualTo(404);
    }
  }

  @Test
  void configured_publicWithoutManagementPort_showsNobodyUnlessToldTo() throws Exception {
    int port = FreePort.next();
    Path file = file(port, "https://shop.example", "\"Host\": \"127.0.0.1\"");
    InProcess served = InProcess.serve(file, new PrintWriter(new StringWriter()));
    try (served) {
      assertThat(get(port).status()).isEqualTo(404);
    }
    Path on = file(port, "https://shop.example", "\"Metrics\": \"on\"");
    InProcess shown = InProcess.serve(on, new PrintWriter(new StringWriter()));
    try (shown) {
      assertThat(get(port).body()).contains("tms_logins_begun_total");
    }
  }

  private Page get(int port) {
    return browser.get(URI.create("http://127.0.0.1:" + port + "/metrics"));
  }

  private Path file(int port, String publicUrl, String more) throws Exception {
    return Files.writeString(
        folder.resolve("tms.json"),
        """
        {
          "Client": { "Authority": "https://id.example", "ClientId": "app" },
          "FrontEnd": { "FrontEndRedirectUrl": "https://app.shop.example/" },
          "Tenants": { "Mode": "single" },
          "Keys": { "File": "keys-%d.json" },
          "Server": { "Port": %d, "Tls": "off", "PublicUrl": "%s", %s }
        }
        """
            .formatted(port, port, publicUrl, more));
  }

  private static String answerTo(int port, String host) throws Exception {
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      String request = "GET /metrics HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket
          .getOutputStream()
          .write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      return new String(
          socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    }
  }

  /** The demonstration, as the command line starts it. */
  private static final class Demonstration implements AutoCloseable {
    private final int port = FreePort.next();
    private final Serving serving;

    Demonstration(String... options) throws Exception {
      List<String> line = new ArrayList<>(List.of("--port", Integer.toString(port)));
      line.addAll(List.of(options));
      ServeOptions parsed = new ServeOptions();
      new picocli.CommandLine(new Holder(parsed))
          .setCaseInsensitiveEnumValuesAllowed(true)
          .parseArgs(line.toArray(String[]::new));
      serving = parsed.start(Map.of(), new PrintWriter(new StringWriter()));
    }

    URI at(String path) {
      return URI.create("http://localhost:" + port + path);
    }

    @Override
    public void close() {
      serving.close();
    }
  }

  @picocli.CommandLine.Command
  private static final class Holder {
    @picocli.CommandLine.Mixin private final ServeOptions options;

    Holder(ServeOptions options) {
      this.options = options;
    }
  }
}
