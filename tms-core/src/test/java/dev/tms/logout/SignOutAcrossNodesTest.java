package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.http.FakeRequest;
import dev.tms.http.FrontEnd;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two nodes with one store, one keyset and one provider. */
@DisplayName("Pain 16: a logout reaches every node, not only the one that was told")
final class SignOutAcrossNodesTest {
  private static final String PUBLIC_URL = "http://localhost:7182";

  private final ManualClock clock = new ManualClock();
  private final ExpiringStore store = new InMemoryStore(clock);
  private final Keys keys = Keys.inMemory();
  private final TestProvider provider =
      TestProvider.builder()
          .clock(clock)
          .client(
              TestClient.confidential("shop", "secret")
                  .redirectUri(PUBLIC_URL + "/callback")
                  .postLogoutRedirectUri(PUBLIC_URL + "/Auth/LoggedOut")
                  .build())
          .start();

  @AfterEach
  void stop() {
    provider.close();
  }

  private Tms node(SessionHome home) {
    TmsBuilder builder =
        Tms.builder()
            .publicUrl(PUBLIC_URL)
            .provider(Provider.discover(provider.issuer()))
            .client("shop", ClientSecret.of("secret"))
            .keys(keys)
            .store(store)
            .frontEnd(FrontEnd.at("http://localhost:7183/"))
            .sessions(SessionPolicy.DEFAULT.withHome(home))
            .logout(LogoutPolicy.DEFAULT.revokingOffline())
            .executor(Runnable::run)
            .clock(clock);
    return builder.build();
  }

  private Response backChannel(Tms node, String token) {
    return node.handle(
        FakeRequest.post("/Auth/BackChannelLogout")
            .body(
                "application/x-www-form-urlencoded",
                "logout_token=" + URLEncoder.encode(token, StandardCharsets.UTF_8)));
  }

  private String logoutToken() {
    return provider.logoutToken("shop").sid(provider.sessions().get(0).sid()).build();
  }

  @ParameterizedTest
  @EnumSource
  void backChannelLogout_atOneNode_endsTheSessionOnTheOtherWithinTheInterval(SessionHome home) {
    Tms told = node(home);
    Tms other = node(home);
    Jar jar = Jar.signIn(other);
    assertThat(jar.retrieve(other).status()).isEqualTo(200);

    assertThat(backChannel(told, logoutToken()).status()).isEqualTo(200);
    clock.advance(Duration.ofSeconds(5));
    Response answer = jar.retrieve(other);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(Jar.body(answer)).contains("logged_out");
    assertThat(jar.hasSession()).isFalse();
    assertThat(provider.count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void backChannelLogout_withinTheInterval_theOtherNodeMayGoOn() {
    Tms told = node(SessionHome.COOKIE);
    Tms other = node(SessionHome.COOKIE);
    Jar jar = Jar.signIn(other);
    assertThat(jar.retrieve(other).status()).isEqualTo(200);
    backChannel(told, logoutToken());

    clock.advance(Duration.ofSeconds(5).minusNanos(1));
    assertThat(jar.retrieve(other).status()).isEqualTo(200);
    assertThat(jar.retrieve(told).status()).as("the node that was told").isEqualTo(401);
  }

  @Test
  void backChannelLogout_sameTokenAtTheOtherNode_is400() {
    Tms one = node(SessionHome.COOKIE);
    Tms two = node(SessionHome.COOKIE);
    Jar.signIn(one);
    String token = logoutToken();

    assertThat(backChannel(one, token).status()).isEqualTo(200);
    assertThat(backChannel(two, token).status()).isEqualTo(400);
  }

  @Test
  void heldSession_begunAtOneNode_isServedRefreshedAndEndedByTheOther() {
    Tms one = node(SessionHome.STORE);
    Tms two = node(SessionHome.STORE);
    Jar jar = Jar.signIn(one);

    clock.advance(Duration.ofMinutes(6));
    assertThat(jar.retrieve(two).status()).isEqualTo(200);
    assertThat(jar.retrieve(one).status()).isEqualTo(200);
    assertThat(provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    Jar copy = jar.copy();
    jar.send(two, FakeRequest.post("/Auth/LogOut"));

    Response answer = copy.retrieve(one);
    assertThat(Jar.body(answer)).contains("logged_out");
  }
}
