package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.testkit.browser.Page;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left after a log-out: nothing, neither here nor at Keycloak. */
@KeycloakTest
class KeycloakLogoutTest {
  @TempDir Path directory;

  @Test
  void logOut_refreshTokenIsDeadAtOnce(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RunningTms tms = RunningTms.start(directory, bench.configuration(proxy))) {
      App app = App.signedIn(tms, "alice");
      String refreshToken = proxy.newestRefreshToken();

      app.logOut();

      // no one has been to Keycloak's logout endpoint yet
      assertThat(bench.refresh(refreshToken).json().path("error").asText())
          .isEqualTo("invalid_grant");
    }
  }

  @Test
  void refresh_notLoggedOut_theSameProbeSucceeds(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RunningTms tms = RunningTms.start(directory, bench.configuration(proxy))) {
      App.signedIn(tms, "alice");

      assertThat(bench.refresh(proxy.newestRefreshToken()).status()).isEqualTo(200);
    }
  }

  @Test
  void logOut_followedToTheEnd_everySessionIsOver(Workbench bench) {
    KeycloakAdmin admin = bench.admin();
    admin.signOut("alice");
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");
      assertThat(admin.sessions("alice")).hasSize(1);

      Page answer = app.logOut();
      Page end = app.follow(answer);

      assertThat(answer.location().get().toString())
          .startsWith(bench.keycloak().endpoint("logout") + "?")
          .contains("id_token_hint=", "client_id=tms", "post_logout_redirect_uri=", "state=");
      assertThat(end.uri().toString()).startsWith(tms.url() + "/Auth/LoggedOut");
      assertThat(app.cookies()).isEmpty();
      assertThat(admin.sessions("alice")).isEmpty();
    }
  }

  @Test
  void logOut_webViewsCopyOfTheCookies_isLoggedOut(Workbench bench) {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");

      app.logOut();

      Page answer =
          app.webView()
              .send("POST", URI.create(tms.url() + "/Session/RetrieveToken"), Map.of(), null);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.json()).containsEntry("code", "logged_out");
    }
  }

  @Test
  void promptNone_afterLogOut_loginRequired(Workbench bench) {
    String silent = "/Auth/BeginLogin?prompt=none";
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");
      Page before = app.signIn(silent, "alice");

      app.logOutEverywhere();
      Page after = app.signIn(silent, "alice");

      assertThat(before.location()).hasValue(URI.create(tms.frontEnd()));
      assertThat(after.location()).hasValue(URI.create(tms.frontEnd() + "?error=login_required"));
    }
  }

  @Test
  void logOut_offlineAccess_offlineSessionIsOver(Workbench bench) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").remove("UseOfflineAccess"); // true is the default
    KeycloakAdmin admin = bench.admin();
    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      App app = App.signedIn(tms, "bob");
      int before = admin.offlineSessions("bob", Realm.CLIENT);
      Page renewed = app.retrieveToken("?force=true");

      app.logOut();

      assertThat(renewed.status()).isEqualTo(200);
      assertThat((String) renewed.json().get("scope")).contains("offline_access");
      assertThat(before).isEqualTo(1);
      assertThat(admin.offlineSessions("bob", Realm.CLIENT)).isZero();
    }
  }
}
