package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.UserSession;
import dev.tms.contract.CapturedLog;
import dev.tms.http.FakeRequest;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application's executor that is full or stopped loses no login and makes nothing throw. */
final class RejectingExecutorTest {
  private static final String PUBLIC_URL = "http://localhost:7182";

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private boolean isFull = true;
  private final TestProvider provider =
      TestProvider.builder()
          .clock(clock)
          .accessTokenLifetime(Duration.ofMinutes(5))
          .client(
              TestClient.confidential("shop", "secret")
                  .redirectUri(PUBLIC_URL + "/callback")
                  .postLogoutRedirectUri(PUBLIC_URL + "/Auth/LoggedOut")
                  .build())
          .start();
  private final Executor executor =
      work -> {
        if (isFull) {
          throw new RejectedExecutionException("full");
        }
        work.run();
      };
  private Keys keys;
  private Tms tms;

  @BeforeEach
  void start() {
    keys = Keys.file(folder.resolve("keys.json"));
    tms =
        Tms.builder()
            .publicUrl(PUBLIC_URL)
            .provider(Provider.discover(provider.issuer()))
            .client("shop", ClientSecret.of("secret"))
            .keys(keys)
            .store(store())
            .listener(event -> {})
            .executor(executor)
            .clock(clock)
            .build();
  }

  /** Shared, so that changed keys are told to it. */
  private InMemoryStore store() {
    KeyRotation.of(keys).create();
    return new InMemoryStore(clock);
  }

  @AfterEach
  void stop() {
    tms.close();
    provider.close();
  }

  @Test
  void handle_loginInPlaceOfAnotherSession_isKept() {
    Jar jar = Jar.signIn(tms);
    provider.endSession(provider.sessions().get(0).sid());

    jar.signInAgain(tms);

    assertThat(jar.isLoggedIn(tms)).isTrue();
    assertThat(jar.retrieve(tms).status()).isEqualTo(200);
  }

  @Test
  void handle_refreshDue_isUnavailableAndWorksAsSoonAsThereIsRoom() {
    Jar jar = Jar.signIn(tms);
    clock.advance(Duration.ofMinutes(6));

    Response full = jar.retrieve(tms);
    isFull = false;
    clock.advance(Duration.ofSeconds(1));
    Response room = jar.retrieve(tms);

    assertThat(full.status()).isEqualTo(503);
    assertThat(full.header("Retry-After")).isEqualTo("1");
    assertThat(room.status()).isEqualTo(200);
    assertThat(provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void session_refreshDue_doesNotThrow() {
    Jar jar = Jar.signIn(tms);
    clock.advance(Duration.ofMinutes(4).plusSeconds(50));
    assertThat(tms.session(jar.with(FakeRequest.get("/"))).accessToken().reveal()).isNotEmpty();
    clock.advance(Duration.ofMinutes(1));

    UserSession session = tms.session(jar.with(FakeRequest.get("/")));

    assertThat(session.isSignedIn()).isTrue();
  }

  @Test
  void handle_andSession_keysetChanged_doNotThrow() {
    Jar jar = Jar.signIn(tms);
    var unused = KeyRotation.of(keys).add();
    clock.advance(Duration.ofSeconds(61));
    assertThat(jar.isLoggedIn(tms)).isTrue();
    unused = KeyRotation.of(keys).add();
    clock.advance(Duration.ofSeconds(61));
    assertThat(tms.session(jar.with(FakeRequest.get("/"))).isSignedIn()).isTrue();
    assertThat(tms.keys()).hasSize(3);
  }

  @Test
  void handle_logOutAndBackChannel_work() {
    Jar jar = Jar.signIn(tms);
    Jar copy = jar.copy();
    assertThat(jar.send(tms, FakeRequest.post("/Auth/LogOut")).status()).isEqualTo(302);
    assertThat(copy.isLoggedIn(tms)).isFalse();
    Jar other = Jar.signIn(tms);
    String token =
        provider.logoutToken("shop").subject(provider.sessions().get(0).subject()).build();

    Response told =
        tms.handle(FakeRequest.post("/Auth/BackChannelLogout").form("logout_token=" + token));

    assertThat(told.status()).isEqualTo(200);
    assertThat(other.isLoggedIn(tms)).isFalse();
  }

  @Test
  void handle_executorFull_isLoggedOnceAMinute() {
    try (CapturedLog log = new CapturedLog(Tms.class)) {
      Jar jar = Jar.signIn(tms);
      clock.advance(Duration.ofMinutes(6));
      for (int i = 0; i < 3; i++) {
        assertThat(jar.retrieve(tms).status()).isEqualTo(503);
      }

      assertThat(log.lines())
          .as("the one of the start is a few minutes old")
          .singleElement()
          .asString()
          .startsWith("WARNING the executor given to the builder takes no work");
    }
  }

  @Test
  void close_executorStoppedAfterwards_isNotLogged() {
    try (CapturedLog log = new CapturedLog(Tms.class)) {
      Jar jar = Jar.signIn(tms);
      clock.advance(Duration.ofMinutes(6));
      tms.close();

      assertThat(jar.retrieve(tms).status()).isEqualTo(503);
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARNING"));
    }
  }
}
