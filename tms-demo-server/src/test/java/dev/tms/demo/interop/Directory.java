package dev.tms.demo.interop;

import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A tenant directory that knows one customer domain, and remembers who asked. Thread-safe. */
final class Directory implements AutoCloseable {
  private final String domain;
  private final boolean promptLogin;
  private final List<String> applications = new CopyOnWriteArrayList<>();
  private final LoopbackServer server = LoopbackServer.bind(0);

  Directory(String domain, boolean promptLogin) {
    this.domain = domain;
    this.promptLogin = promptLogin;
    server.serve(this::answer);
  }

  String urlTemplate() {
    return "http://127.0.0.1:"
        + server.port()
        + "/{customerDomain}/citrixapi/discovery/configurations";
  }

  /** The application ids of the look-ups so far. */
  List<String> applications() {
    return applications;
  }

  @Override
  public void close() {
    server.close();
  }

  private Reply answer(Incoming request) {
    applications.add(request.header("Citrix-ApplicationId").orElse(""));
    if (!request.path().equals("/" + domain + "/citrixapi/discovery/configurations")) {
      return Reply.status(404);
    }
    return Reply.json(
        200,
        Map.of(
            "services",
            List.of(),
            "authScopes",
            List.of("openid"),
            "clientSettings",
            Map.of(
                "customerDomain",
                domain,
                "authDomain",
                "login.example.com",
                "promptLoginEnabled",
                promptLogin,
                "acr_values",
                "1")));
  }
}
