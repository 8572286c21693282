package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.Await;
import dev.tms.testkit.browser.Page;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keycloak tells of a logout, server to server. */
@KeycloakTest
class KeycloakBackChannelTest {
  // a look at most every five seconds, and some for a busy machine
  private static final Duration LIMIT = Duration.ofSeconds(15);

  @TempDir Path directory;

  @Test
  void signOutAtKeycloak_endsTheCookieHeldSession(Workbench bench) {
    KeycloakAdmin admin = bench.admin();
    admin.signOut("alice");
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");
      assertThat(app.retrieveToken("").status()).isEqualTo(200);

      admin.signOut("alice");

      Await.until("the session is over", LIMIT, () -> !app.isLoggedIn());
      Page page = app.retrieveToken("");
      assertThat(page.status()).isEqualTo(401);
      // the refresh token is dead at Keycloak, too, but that is not what ended it
      assertThat(page.json()).containsEntry("code", "logged_out");
    }
  }
}
