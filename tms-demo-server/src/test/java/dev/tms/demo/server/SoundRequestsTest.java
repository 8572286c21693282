package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.demo.TestDemo;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must be refused before anything looks at it, and what must not. */
final class SoundRequestsTest {
  @RegisterExtension static final TestDemo demo = TestDemo.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS * HTTP/1.1",
        "GET * HTTP/1.1",
        "CONNECT localhost:80 HTTP/1.1",
        "GET Session/CheckSession HTTP/1.1",
        "GET /Session/CheckSession HTTP/0.9",
        "GET /Session/CheckSession HTTP/2.0",
        "GET /Session/CheckSession HTTP/1.10",
        "GET /Session/CheckSession HTTP/1.2",
        "GET /Session/CheckSession HTTP/1.9",
        "GET /Session/CheckSession HTTP/0.0",
        "GET /Session/CheckSession HTTP/2.1",
        "GET /Session/CheckSession HTTP/3.0",
        "GET / HTTP/2.0",
        "GET /Session/CheckSession http/1.1",
        "GET /Session/CheckSession HTTPS/1.1",
        "GET /Session/CheckSession",
        "PRI * HTTP/2.0",
        "GET /{x} HTTP/1.1",
        "GET /a|b HTTP/1.1",
        "GET /a^b HTTP/1.1",
        "GET /a\\b HTTP/1.1",
        "GET /a`b HTTP/1.1",
        "GET /a\u00e9b HTTP/1.1",
        "GET /Session/CheckSession;{x} HTTP/1.1",
        "GET /Session/CheckSession?a=\"b\" HTTP/1.1",
        "GET /Session/CheckSession?a=<b> HTTP/1.1",
        "GET /Session/CheckSession?a=\u00e9 HTTP/1.1",
        "GET /Session/CheckSession?a=b#c HTTP/1.1",
        "GET /Session/CheckSession?a=\u0001 HTTP/1.1",
        "GET /%zz HTTP/1.1"
      })
  void request_withThisLine_is400(String line) throws Exception {
    assertThat(statusOf(line + "\r\nHost: " + host())).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /Session/CheckSession HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /none HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab",
        "POST /none HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
      })
  void request_afterThisOneWithAnUnknownVersion_is400(String before) throws Exception {
    String line = "GET /Session/CheckSession HTTP/1.";
    for (String end : new String[] {"1", "9"}) {
      String answers = answer(before + line + end + "\r\nHost: " + host(), "");

      assertThat(answers.contains("400 Bad Request")).as(end).isEqualTo(end.equals("9"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding: chunked;q=1",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: ",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5\r\nContent-Length: 5"
      })
  void request_withThisFraming_is400(String field) throws Exception {
    String head = "POST /Auth/BackChannelLogout HTTP/1.1\r\nHost: " + host() + "\r\n" + field;

    assertThat(statusOf(head, "5\r\nhello\r\n0\r\n\r\n")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "}", "|", "^", "\\", "`", "{\"a\"}", "%7B", "a=b&c={}|^\\`"})
  void query_withRawCharacters_isAnsweredWhereBrowsersSendThem(String query) throws Exception {
    int expected = query.contains("\"") ? 400 : 200;

    assertThat(statusOf("GET /Session/CheckSession?" + query + " HTTP/1.1\r\nHost: " + host()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /Session/CheckSession HTTP/1.0",
        "GET /session/checksession?%22%3C HTTP/1.1",
        "GET /Session/Check%53ession HTTP/1.1"
      })
  void request_soundInItsWay_is200(String line) throws Exception {
    assertThat(statusOf(line + "\r\nHost: " + host())).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/caf%C3%A9", "/%00", "/a%2Fb", "/a;b=c", "//", "/..", "/%7Bx%7D"})
  void request_unknownPath_is404(String path) throws Exception {
    assertThat(statusOf("GET " + path + " HTTP/1.1\r\nHost: " + host())).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked"})
  void request_chunked_isRead(String encoding) throws Exception {
    String head =
        "POST /Auth/BackChannelLogout HTTP/1.1\r\nHost: "
            + host()
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: "
            + encoding;
    String logout = "logout_token=x";

    String answer =
        answer(head, Integer.toHexString(logout.length()) + "\r\n" + logout + "\r\n0\r\n\r\n");

    assertThat(answer).contains("{\"error\":\"invalid_request\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/health/live, 405",
    "/health/ready, 405",
    "/health/none, 404",
    "/metrics, 404",
    "/none, 404",
    "/, 405",
    "/demo/none, 405"
  })
  void post_chunkedToWhatReadsNoBody_isAnswered(String path, int status) throws Exception {
    String head =
        "POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nTransfer-Encoding: chunked";

    assertThat(statusOf(head, "5\r\nhello\r\n0\r\n\r\n")).isEqualTo(status);
    assertThat(statusOf(head, "0\r\n\r\n")).isEqualTo(status);
  }

  @Test
  void post_chunkedToAnotherHost_isMisdirected() throws Exception {
    String head = "POST / HTTP/1.1\r\nHost: x.example\r\nTransfer-Encoding: chunked";

    assertThat(statusOf(head, "5\r\nhello\r\n0\r\n\r\n")).isEqualTo(421);
  }

  @Test
  void post_chunkedToTheManagementPort_isAnswered() throws Exception {
    int management = FreePort.next();
    Tms tms =
        Tms.builder()
            .publicUrl("http://localhost:1")
            .provider(Provider.discover("https://id.example"))
            .publicClient("app")
            .keys(Keys.inMemory())
            .build();
    HttpHandler metrics = exchange -> exchange.setStatusCode(405).endExchange();
    Binding binding = new Binding("127.0.0.1", FreePort.next(), "127.0.0.1", management, null);
    TmsServer server =
        TmsServer.start(
            tms,
            binding,
            new Health(),
            UnaryOperator.identity(),
            new Management(metrics, () -> {}, exchange -> false));
    try (server) {
      for (String path :
          new String[] {"/health/live", "/none", "/metrics", "/admin/forget-provider"}) {
        String head =
            "POST "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nTMS-Admin: 1\r\nTransfer-Encoding: chunked";

        assertThat(answer(management, head, "5\r\nhello\r\n0\r\n\r\n"))
            .as(path)
            .startsWith("HTTP/1.1 ");
      }
    }
  }

  private static String host() {
    return demo.url().getAuthority();
  }

  private static int statusOf(String head) throws IOException {
    return statusOf(head, "");
  }

  private static int statusOf(String head, String body) throws IOException {
    String answer = answer(head, body);
    assertThat(answer).startsWith("HTTP/1.").doesNotContain("\tat ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  private static String answer(String head, String body) throws IOException {
    return answer(demo.url().getPort(), head, body);
  }

  private static String answer(int port, String head, String body) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = head + "\r\nConnection: close\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      try {
        for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
          answer.append((char) c);
        }
      } catch (SocketException e) {
        // it was closed with some of the request unread
      }
      return answer.toString();
    }
  }
}
