package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.testkit.browser.Page;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a client presents itself. */
@KeycloakTest
class KeycloakClientTest {
  @TempDir Path directory;

  @Test
  void publicClient_pkce_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("ClientId", Realm.PUBLIC_CLIENT).remove("ClientSecret");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(null, "alice")).contains("as they must be");
    }
  }

  @Test
  void clientSecretPost_nativeClientGoesThrough(Workbench bench) throws Exception {
    try (TokenProxy proxy = bench.tokenProxy()) {
      ObjectNode configuration = bench.configuration(proxy);
      section(configuration, "Client").put("ClientAuthentication", "client_secret_post");

      try (RunningTms tms = RunningTms.start(directory, configuration)) {
        assertThat(NativeRun.at(tms).as(null, "alice")).contains("as they must be");
        assertThat(proxy.exchanges().get(0).form()).containsKey("client_secret");
      }
    }
  }

  @Test
  void formPost_overTls_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("ResponseMode", "form_post");
    section(configuration, "Server")
        .put("Port", bench.keycloak().realm().httpsPort())
        .put("PublicUrl", bench.keycloak().realm().httpsUrl());
    section(configuration, "FrontEnd")
        .put("FrontEndRedirectUrl", "https://localhost:3000/")
        .put("FrontEndCorsOrigin", "https://localhost:3000");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      String transcript = NativeRun.at(tms).as(null, "alice");

      assertThat(transcript).contains("a form that sends itself", "as they must be");
    }
  }

  @Test
  void wrongSecret_loginFailsAndTheOperatorSeesWhy(Workbench bench) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("ClientSecret", "not-the-secret");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      Page end = new App(tms).signIn("/Auth/BeginLogin", "alice");

      assertThat(end.location()).hasValue(URI.create(tms.frontEnd() + "?error=login_failed"));
      assertThat(tms.log())
          .anySatisfy(line -> assertThat(line).contains("refused the client"))
          .noneSatisfy(line -> assertThat(line).contains("not-the-secret"));
    }
  }

  @Test
  void unknownScope_loginFails(Workbench bench) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").putArray("Scopes").add("openid").add("wsp");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      App app = new App(tms);

      Page end =
          app.webView()
              .followUntil(app.webView().get(tms.url() + "/Auth/BeginLogin"), tms.frontEnd());

      assertThat(end.location()).hasValue(URI.create(tms.frontEnd() + "?error=login_failed"));
    }
  }

  @Test
  void authority_notSpelledAsTheIssuer_noLoginBegins(Workbench bench) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("Authority", bench.keycloak().issuer() + "/");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      Page answer = new App(tms).webView().get(tms.url() + "/Auth/BeginLogin");

      assertThat(answer.status()).isEqualTo(502);
      assertThat(tms.log()).anySatisfy(line -> assertThat(line).contains("issuer differs"));
    }
  }
}
