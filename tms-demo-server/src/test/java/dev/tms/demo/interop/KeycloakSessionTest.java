package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a session with Keycloak's tokens holds and weighs. */
@KeycloakTest
class KeycloakSessionTest {
  private static final int MAX_SESSION_BYTES = 1_700;

  @TempDir Path directory;

  @Test
  void retrieveToken_afterLogin_keycloakAcceptsTheToken(Workbench bench) {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");

      Rest.Answer userinfo = bench.userinfo(app.accessToken());

      assertThat(userinfo.status()).isEqualTo(200);
      assertThat(userinfo.json().path("email").asText()).isEqualTo("alice@example.com");
    }
  }

  @Test
  void twoUsers_eachHasTheirOwnToken(Workbench bench) {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App alice = App.signedIn(tms, "alice");
      App bob = App.signedIn(tms, "bob");

      assertThat(bench.userinfo(alice.accessToken()).json().path("preferred_username").asText())
          .isEqualTo("alice");
      assertThat(bench.userinfo(bob.accessToken()).json().path("preferred_username").asText())
          .isEqualTo("bob");
    }
  }

  @Test
  void cookies_keycloakTokens_fitTheBudget(Workbench bench) {
    try (RunningTms tms = RunningTms.start(directory, bench.configuration())) {
      App app = App.signedIn(tms, "alice");

      app.accessToken();

      assertThat(app.sessionBytes()).isBetween(500, MAX_SESSION_BYTES);
    }
  }

  @Test
  void user_withUserInfo_hasItsClaims(Workbench bench) {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("UserInfo", true);
    section(configuration, "Session")
        .putArray("UserClaims")
        .add("sub")
        .add("email_verified")
        .add("family_name");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      App app = App.signedIn(tms, "alice");

      Object claims = app.user().json().get("claims");

      assertThat(claims)
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
          .containsOnlyKeys("sub", "email_verified", "family_name")
          .containsAllEntriesOf(Map.of("email_verified", true, "family_name", "Example"));
    }
  }
}
