package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.FreePort;
import io.undertow.Undertow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ForgetProviderTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicInteger forgotten = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5); // it may overflow
  private final int port = FreePort.next();
  private final Undertow server =
      Undertow.builder()
          .addHttpListener(
              port, "127.0.0.1", new ForgetProvider(forgotten::incrementAndGet, nanos::get))
          .setIoThreads(1)
          .setWorkerThreads(1)
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private HttpResponse<String> send(String method, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + ForgetProvider.PATH))
            .method(method, BodyPublishers.noBody());
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void post_withTheHeader_forgets() throws Exception {
    HttpResponse<String> answer = send("POST", "TMS-Admin", "1");

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(forgotten).hasValue(1);
  }

  @Test
  void post_withoutTheHeaderOrWithAnOrigin_isRefused() throws Exception {
    assertThat(send("POST").statusCode()).isEqualTo(403);
    assertThat(send("POST", "TMS-Admin", "").statusCode()).isEqualTo(403);
    assertThat(send("POST", "TMS-Admin", "2").statusCode()).isEqualTo(403);
    assertThat(send("POST", "TMS-Admin", "1", "TMS-Admin", "1").statusCode()).isEqualTo(403);
    for (String origin :
        new String[] {"null", "http://127.0.0.1:" + port, "https://evil.example"}) {
      assertThat(send("POST", "TMS-Admin", "1", "Origin", origin).statusCode()).isEqualTo(403);
    }

    assertThat(forgotten).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS"})
  void otherMethod_isNotAllowed(String method) throws Exception {
    HttpResponse<String> answer = send(method, "TMS-Admin", "1");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(forgotten).hasValue(0);
  }

  @Test
  void post_onceASecond_andNoMore() throws Exception {
    assertThat(send("POST", "TMS-Admin", "1").statusCode()).isEqualTo(204);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos() - 1);
    HttpResponse<String> tooSoon = send("POST", "TMS-Admin", "1");
    nanos.addAndGet(1);

    assertThat(tooSoon.statusCode()).isEqualTo(429);
    assertThat(tooSoon.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(send("POST", "TMS-Admin", "1").statusCode()).isEqualTo(204);
    assertThat(forgotten).hasValue(2);
  }

  @Test
  void post_refused_usesNothingUp() throws Exception {
    send("POST");
    send("GET", "TMS-Admin", "1");

    assertThat(send("POST", "TMS-Admin", "1").statusCode()).isEqualTo(204);
  }
}
