package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.testkit.browser.Page;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Access tokens of eight seconds, and refresh tokens that Keycloak takes once. */
@KeycloakTest
class KeycloakRefreshTest {
  private static final int ROUNDS = 4;
  private static final int PARALLEL = 50;

  @TempDir Path directory;

  @Test
  void retrieveToken_expiredAgainAndAgain_newTokenEachTime(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RunningTms tms = RunningTms.start(directory, bench.configuration(proxy))) {
      App app = App.signedIn(tms, "alice");
      Set<String> seen = new HashSet<>();
      String token = app.accessToken();

      for (int round = 1; round <= ROUNDS; round++) {
        seen.add(token);
        App.awaitExpiry(token);
        token = app.accessToken();

        assertThat(seen).as("round %s", round).doesNotContain(token);
        assertThat(proxy.refreshes()).hasSize(round);
        assertThat(bench.userinfo(token).status()).isEqualTo(200);
      }
      // the realm really takes a refresh token only once: no luck was involved
      assertThat(bench.refresh(proxy.oldestRefreshToken()).json().path("error").asText())
          .isEqualTo("invalid_grant");
    }
  }

  @Test
  void retrieveToken_fiftyAtOnceAfterExpiry_oneTokenRequest(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RunningTms tms = RunningTms.start(directory, bench.configuration(proxy))) {
      App app = App.signedIn(tms, "alice");
      String old = app.accessToken();
      App.awaitExpiry(old);

      Set<Object> tokens = new HashSet<>();
      for (Page answer : AtOnce.times(PARALLEL, () -> app.retrieveToken(""))) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        tokens.add(answer.json().get("accessToken"));
      }

      assertThat(tokens).hasSize(1).doesNotContain(old);
      assertThat(proxy.refreshes()).hasSize(1);
      assertThat(proxy.refreshes().get(0).answer().has("access_token")).isTrue();
    }
  }

  @Test
  void retrieveToken_signedOutByAnAdministrator_endsWithItsToken(Workbench bench) {
    ObjectNode untold = bench.configuration();
    section(untold, "Client").put("ClientId", Realm.PUBLIC_CLIENT).remove("ClientSecret");
    try (RunningTms tms = RunningTms.start(directory, untold)) {
      App app = App.signedIn(tms, "bob");
      String old = app.accessToken();
      bench.admin().signOut("bob");

      assertServedToItsEnd(app, old);
      assertThat(app.isLoggedIn()).isFalse();
    }
  }

  @Test
  void retrieveToken_refreshTokenUsedByAThief_bothAreOut(Workbench bench) {
    try (TokenProxy proxy = bench.tokenProxy();
        RunningTms tms = RunningTms.start(directory, bench.configuration(proxy))) {
      App app = App.signedIn(tms, "bob");
      String old = app.accessToken();
      Rest.Answer thief = bench.refresh(proxy.newestRefreshToken());

      assertServedToItsEnd(app, old);
      assertThat(thief.status()).isEqualTo(200);
      String stolen = thief.json().path("refresh_token").asText();
      assertThat(bench.refresh(stolen).json().path("error").asText()).isEqualTo("invalid_grant");
    }
  }

  /** The refresh is refused: the access token is served until it expires, and the session ends. */
  private static void assertServedToItsEnd(App app, String old) {
    Page refused = app.retrieveToken("?force=true");
    assertThat(refused.status()).isEqualTo(200);
    assertThat(refused.json()).containsEntry("accessToken", old);
    App.awaitExpiry(old);

    Page answer = app.retrieveToken("");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json()).containsEntry("code", "session_expired");
  }
}
