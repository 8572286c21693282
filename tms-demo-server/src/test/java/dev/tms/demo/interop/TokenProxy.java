package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tms.testkit.http.Forms;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands between the service and a provider's token endpoint and sees what the service never shows:
 * refresh tokens. Thread-safe.
 */
final class TokenProxy implements AutoCloseable {
  /** One call that Keycloak answered. */
  record Exchange(Map<String, List<String>> form, JsonNode answer) {
    boolean isRefresh() {
      return form.getOrDefault("grant_type", List.of()).contains("refresh_token");
    }
  }

  private final URI target;
  private final Rest rest = new Rest();
  private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
  private final LoopbackServer server = LoopbackServer.bind(0);

  TokenProxy(URI target) {
    this.target = target;
    server.serve(this::forward);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port() + "/token");
  }

  /** All calls so far, the oldest first. */
  List<Exchange> exchanges() {
    return exchanges;
  }

  /** All refreshes so far, the oldest first. */
  List<Exchange> refreshes() {
    return exchanges.stream().filter(Exchange::isRefresh).toList();
  }

  /** The refresh token that Keycloak issued last. */
  String newestRefreshToken() {
    return exchanges.get(exchanges.size() - 1).answer().path("refresh_token").asText();
  }

  /** The ID token that was issued last. */
  String newestIdToken() {
    return exchanges.get(exchanges.size() - 1).answer().path("id_token").asText();
  }

  /** The refresh token that Keycloak issued first. */
  String oldestRefreshToken() {
    return exchanges.get(0).answer().path("refresh_token").asText();
  }

  @Override
  public void close() {
    server.close();
  }

  private Reply forward(Incoming request) {
    Map<String, String> headers = new LinkedHashMap<>();
    request.header("Authorization").ifPresent(value -> headers.put("Authorization", value));
    Rest.Answer answer = rest.post(target, Forms.encodeAll(request.form()), headers);
    exchanges.add(new Exchange(request.form(), answer.json()));
    return Reply.text(answer.status(), answer.contentType(), answer.body());
  }
}
