package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether what stands in front of a service takes large heads. */
final class BrokenHeadTest extends BrokenInstallation {
  private static final int LIMIT = 8 * 1024;

  private HttpServer proxy;

  @BeforeEach
  void start() throws IOException {
    proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/Session/CheckSession",
        exchange -> {
          int bytes =
              exchange.getRequestHeaders().values().stream()
                  .flatMap(List::stream)
                  .mapToInt(String::length)
                  .sum();
          exchange.getResponseHeaders().set("Server", "a-proxy/1.0");
          exchange.sendResponseHeaders(bytes > LIMIT ? 431 : 200, -1);
          exchange.close();
        });
    proxy.start();
  }

  @AfterEach
  void stop() {
    proxy.stop(0);
  }

  @Test
  void head_largerThanTheProxyTakes() {
    names(examine(LIMIT + 1_000), "head-refused", "9192 bytes", "status 431 from a-proxy/1.0");
  }

  @Test
  void head_thatGetsThrough() {
    assertThat(examine(LIMIT - 1_000).toText("tms.json"))
        .doesNotContain("head-refused", "head-not-answered")
        .contains("a head of 7192 bytes");
  }

  @Test
  void head_whereNothingAnswers() {
    stop();

    hasFound(examine(LIMIT), "head-not-answered");
  }

  private Diagnosis examine(int bytes) {
    return installation()
        .set("Server", "PublicUrl", "http://localhost:" + proxy.getAddress().getPort())
        .examine(Installation.doctor().headBytes(bytes));
  }
}
