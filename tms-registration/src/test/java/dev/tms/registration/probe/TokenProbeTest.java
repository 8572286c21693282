package dev.tms.registration.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.outbound.NetworkSettings;
import dev.tms.registration.probe.TokenOutcome.Answered;
import dev.tms.registration.probe.TokenOutcome.Other;
import dev.tms.registration.probe.TokenOutcome.Refused;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TokenProbeTest {
  private static final String SECRET = "s3cr3t /+&<\u00e4";
  private static final Map<String, String> FORM =
      Map.of("grant_type", "authorization_code", "client_secret", SECRET, "client_id", "shop");

  @Test
  void ask_error_isRefused() {
    assertThat(
            ask(
                r ->
                    Reply.json(
                        401,
                        Map.of(
                            "error", "invalid_client",
                            "error_description", "Client \u001B[1mshop\nunknown"))))
        .isEqualTo(new Refused(401, "invalid_client", Optional.of("Client shop unknown")));
    assertThat(ask(r -> Reply.json(400, Map.of("error", "invalid_grant"))))
        .isEqualTo(new Refused(400, "invalid_grant", Optional.empty()));
  }

  @Test
  void ask_request_isSentAsGiven() {
    assertThat(
            ask(
                r ->
                    Reply.json(
                        400,
                        Map.of(
                            "error",
                            r.method()
                                + r.form().get("client_id")
                                + r.form().get("client_secret").contains(SECRET)
                                + r.header("accept").orElse("")))))
        .isEqualTo(new Refused(400, "POST[shop]trueapplication/json", Optional.empty()));
  }

  @Test
  @DisplayName("Lesson 20: tokens of an answer are not kept")
  void ask_tokens_namesTheMembersOnly() {
    TokenOutcome outcome =
        ask(r -> Reply.json(200, Map.of("access_token", "t0k3n", "token_type", "Bearer")));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Answered.class,
            answered ->
                assertThat(answered.members())
                    .containsExactlyInAnyOrder("access_token", "token_type"));
    assertThat(outcome.toString()).doesNotContain("t0k3n");
  }

  @Test
  void ask_tokensAsAForm_areHidden() {
    assertThat(
            ask(r ->
                    Reply.text(
                        200,
                        "text/plain",
                        "access_token=t0k3n&scope=a {\"refresh_token\": \"t0k3n\", broken"))
                .toString())
        .contains("access_token=(hidden)&scope=a")
        .doesNotContain("t0k3n");
  }

  @Test
  void ask_page_isToldAsText() {
    TokenOutcome outcome =
        ask(
            r ->
                Reply.text(
                    502, "text/html", "<title>502</title><h1>Bad gateway</h1><p>by proxy 7"));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Other.class,
            other -> {
              assertThat(other.status()).isEqualTo(502);
              assertThat(other.contentType()).contains("text/html");
              assertThat(other.text().title()).contains("502");
              assertThat(other.text().text()).isEqualTo("Bad gateway\nby proxy 7");
            });
  }

  @Test
  void ask_strangeJson_isOther() {
    for (String body : List.of("[1]", "\"x\"", "{\"a\":1,\"a\":2}", "{", "", "null")) {
      assertThat(ask(r -> Reply.text(200, "application/json", body)))
          .as(body)
          .isInstanceOf(Other.class);
    }
    assertThat(ask(r -> Reply.json(200, Map.of("error", 42)))).isInstanceOf(Answered.class);
  }

  @Test
  void ask_nothingListens_isNotSeen() {
    URI uri = URI.create("http://127.0.0.1:" + RawServer.freePort() + "/token");

    assertThat(((NotSeen) probe().ask(uri, List.of(), FORM)).kind())
        .isEqualTo(NotSeen.Kind.REFUSED);
  }

  @Test
  @DisplayName("Lesson 20, 33: an answer that repeats the client secret does not reveal it")
  void ask_echoes_areHidden() {
    String encoded = "s3cr3t+%2F%2B%26%3C%C3%A4";
    String credentials =
        Base64.getEncoder().encodeToString(("shop:" + encoded).getBytes(StandardCharsets.UTF_8));
    List<Header> headers = List.of(new Header("Authorization", "Basic " + credentials));
    Map<String, String> form = Map.of("grant_type", "x");

    for (Function<Incoming, Reply> echo :
        List.<Function<Incoming, Reply>>of(
            r -> Reply.json(400, Map.of("error", SECRET, "error_description", "got " + SECRET)),
            r -> Reply.json(400, Map.of("error", "x", "error_description", "got " + encoded)),
            r -> Reply.json(400, Map.of("error", "x", "error_description", "got " + credentials)),
            r -> Reply.json(200, Map.of(SECRET, 1)),
            r -> Reply.text(500, "text/plain", "Authorization: " + r.header("authorization")),
            r ->
                Reply.text(
                    500,
                    "text/html;charset=utf-8",
                    "<title>"
                        + SECRET.replace("<", "&lt;")
                        + "</title><h1>"
                        + SECRET.replace("&", "&amp;").replace("<", "&lt;")
                        + "</h1><input name='"
                        + SECRET
                        + "'><p>"
                        + "x".repeat(3990)
                        + credentials))) {
      String outcome = ask(echo, headers, form).toString();

      assertThat(outcome).contains("(hidden)").doesNotContain("s3cr3t", "c2hvcDpz");
    }
  }

  @Test
  void ask_echoOfAnAssertion_isHidden() {
    Map<String, String> form =
        Map.of("grant_type", "client_credentials", "client_assertion", "eyJh.eyJz.c2ln");

    assertThat(
            ask(
                r ->
                    Reply.json(
                        400,
                        Map.of(
                            "error", "invalid_client",
                            "error_description", "bad assertion eyJh.eyJz.c2ln")),
                List.of(),
                form))
        .isEqualTo(new Refused(400, "invalid_client", Optional.of("bad assertion (hidden)")));
  }

  @Test
  void ask_openParameters_stayReadable() {
    assertThat(
            ask(
                r ->
                    Reply.json(
                        400,
                        Map.of(
                            "error", "unauthorized_client",
                            "error_description", "shop may not use authorization_code"))))
        .isEqualTo(
            new Refused(
                400, "unauthorized_client", Optional.of("shop may not use authorization_code")));
  }

  private static TokenOutcome ask(Function<Incoming, Reply> answer) {
    return ask(answer, List.of(), FORM);
  }

  private static TokenOutcome ask(
      Function<Incoming, Reply> answer, List<Header> headers, Map<String, String> form) {
    try (LoopbackServer server = LoopbackServer.bind(0)) {
      server.serve(answer::apply);
      return probe().ask(URI.create("http://127.0.0.1:" + server.port() + "/token"), headers, form);
    }
  }

  private static TokenProbe probe() {
    return new TokenProbe(
        new WebProbe(
            HttpClient.newHttpClient(),
            NetworkSettings.DEFAULT,
            InstantSource.system(),
            Duration.ofSeconds(10)));
  }
}
