package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --trace}. */
final class TraceServedTest {
  @TempDir private java.nio.file.Path folder;
  private final TestBrowser browser = new TestBrowser();
  private final StringWriter err = new StringWriter();

  @Test
  void demo_traced_writesEveryExchangeUnderTheIdOfItsRequest() throws Exception {
    int port = FreePort.next();
    List<String> warnings = new ArrayList<>();
    Handler handler = collect(warnings);
    Logger.getLogger("dev.tms.trace").addHandler(handler);
    try (Serving serving = serve("--port", Integer.toString(port), "--trace")) {
      URI service = URI.create(serving.publicUrl());
      String id = signIn(service);

      String trace = err.toString();
      assertThat(trace)
          .containsPattern(
              "(?m)^\\d{4}-\\d\\d-\\d\\dT[^ ]+ TRACE \\[[0-9a-f]{16}] #1 received GET /Auth/Beg")
          .containsPattern("(?m) TRACE \\[" + id + "] #\\d+ received GET /callback$")
          .containsPattern("(?m) TRACE \\[" + id + "] #\\d+ sent POST http[^ ]+/token$")
          .contains("    < {\n    <   \"access_token\": <", "    > grant_type=authorization_code\n")
          .doesNotContain("alice", "Alice");
      browser.cookies().all().forEach(cookie -> assertThat(trace).doesNotContain(cookie.value()));
    } finally {
      Logger.getLogger("dev.tms.trace").removeHandler(handler);
    }
    assertThat(warnings).singleElement().asString().contains("trace is on", "Not for production");
  }

  @Test
  void configured_traced_writesExchangesToo() throws Exception {
    try (TestConfiguration configuration = new TestConfiguration(folder);
        Serving serving = serve("--config", configuration.file().toString(), "--trace")) {
      assertThat(serving.publicUrl()).isEqualTo(configuration.publicUrl());
      String[] client = {
        "native-client",
        "--url",
        configuration.publicUrl(),
        "--domain",
        "acme.cloud.test",
        "--user",
        "bob",
        "--password",
        "bob",
        "--insecure"
      };

      StringWriter out = new StringWriter();
      int exit =
          Main.run(
              client,
              Map.of(),
              java.io.InputStream.nullInputStream(),
              new PrintWriter(out, true),
              new PrintWriter(new StringWriter()));

      assertThat(exit).as(out.toString()).isZero();
      assertThat(err.toString())
          .contains("sent POST ", "> grant_type=authorization_code", "received POST /Auth/LogOut")
          .contains("client_secret=<secret, 10 characters, #")
          .doesNotContain("app secret", "app+secret");
    }
  }

  @Test
  void demo_notTraced_writesNothing() throws Exception {
    int port = FreePort.next();
    try (Serving serving = serve("--port", Integer.toString(port))) {
      signIn(URI.create(serving.publicUrl()));

      assertThat(err.toString()).isEmpty();
    }
  }

  /** Signs alice in; the id of the request of the callback. */
  private String signIn(URI service) {
    Page page = browser.get(service.resolve("/Auth/BeginLogin"));
    while (page.header("Location").isPresent() || page.loginForm().isPresent()) {
      if (page.loginForm().isPresent()) {
        page = browser.submitLogin(page, "alice", "alice");
        continue;
      }
      URI next = page.location().orElseThrow();
      if (next.getHost().equals("localhost") && !next.getPath().equals("/callback")) {
        break;
      }
      page = browser.get(next);
    }
    return page.header("X-Request-Id").orElseThrow();
  }

  private Serving serve(String... line) throws Exception {
    ServeOptions parsed = new ServeOptions();
    new picocli.CommandLine(new Holder(parsed)).parseArgs(line);
    return parsed.start(Map.of(), new PrintWriter(err));
  }

  private static Handler collect(List<String> warnings) {
    return new Handler() {
      @Override
      public void publish(LogRecord record) {
        warnings.add(record.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @picocli.CommandLine.Command
  private static final class Holder {
    @picocli.CommandLine.Mixin private final ServeOptions options;

    Holder(ServeOptions options) {
      this.options = options;
    }
  }
}
