package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.CapturedLog;
import dev.tms.http.FakeRequest;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A single node with its store in memory, which is stopped and started. */
@DisplayName("A single node keeps its word over a restart")
final class EndedOverRestartTest {
  private static final String PUBLIC_URL = "http://localhost:7182";

  @TempDir Path folder;

  private final ManualClock clock = new ManualClock();
  private final List<Tms> nodes = new ArrayList<>();
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
    nodes.forEach(Tms::close);
    provider.close();
  }

  private Keys keys() {
    return Keys.file(folder.resolve("keys.json"));
  }

  private Tms start(UnaryOperator<LogoutPolicy> change) {
    Tms node =
        Tms.builder()
            .publicUrl(PUBLIC_URL)
            .provider(Provider.discover(provider.issuer()))
            .client("shop", ClientSecret.of("secret"))
            .keys(keys())
            .logout(change.apply(LogoutPolicy.DEFAULT))
            .executor(Runnable::run)
            .clock(clock)
            .build();
    nodes.add(node);
    return node;
  }

  private Tms start() {
    return start(same -> same);
  }

  private Tms restart(Tms node) {
    node.close();
    return start();
  }

  private static void backChannel(Tms node, String token) {
    assertThat(
            node.handle(FakeRequest.post("/Auth/BackChannelLogout").form("logout_token=" + token))
                .status())
        .isEqualTo(200);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void logOut_thenRestart_everyCopyIsStillOver() {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    Jar other = Jar.signIn(node);
    Jar copy = jar.copy();
    jar.send(node, FakeRequest.post("/Auth/LogOut"));

    Tms later = restart(node);

    assertThat(Jar.body(copy.retrieve(later))).contains("logged_out");
    assertThat(copy.hasSession()).isFalse();
    assertThat(other.retrieve(later).status()).as("another session").isEqualTo(200);
  }

  @Test
  void logOut_thenKilled_isStillOver() {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    Jar copy = jar.copy();
    jar.send(node, FakeRequest.post("/Auth/LogOut"));
    Path crashed = folder.resolve("crashed");

    // what a second process finds on the disk while the first has done nothing to stop
    Tms later =
        start(
            policy -> {
              try {
                Files.copy(folder.resolve("keys.json.ended"), crashed);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
              return policy.withEndedFile(crashed);
            });

    assertThat(copy.isLoggedIn(later)).isFalse();
  }

  @Test
  void backChannelLogout_thenRestart_holdsForTheSessionsThatItNamed() {
    Tms node = start();
    Jar bySid = Jar.signIn(node);
    backChannel(node, provider.logoutToken("shop").sid(provider.sessions().get(0).sid()).build());
    Tms second = restart(node);
    assertThat(bySid.isLoggedIn(second)).isFalse();
    Jar bySub = Jar.signIn(second);
    backChannel(
        second, provider.logoutToken("shop").subject(provider.sessions().get(0).subject()).build());
    clock.advance(Duration.ofSeconds(1));
    Jar younger = Jar.signIn(second);

    Tms third = restart(second);

    assertThat(bySub.isLoggedIn(third)).isFalse();
    assertThat(younger.isLoggedIn(third)).isTrue();
  }

  @Test
  void ended_twoRestartsAndANewPrimaryKey_isStillOver() {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    Jar copy = jar.copy();
    jar.send(node, FakeRequest.post("/Auth/LogOut"));
    Tms second = restart(node);
    KeyInfo added = KeyRotation.of(keys()).add();
    KeyRotation.of(keys()).promote(added.id());

    Tms third = restart(second);

    assertThat(Jar.body(copy.retrieve(third))).contains("logged_out");
  }

  @Test
  void refusedRefresh_thenRestart_isStillOver() {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    Jar copy = jar.copy();
    provider.liveRefreshTokens().forEach(provider::revoke);
    clock.advance(Duration.ofMinutes(6));
    assertThat(Jar.body(jar.retrieve(node))).contains("session_expired");

    Tms later = restart(node);

    assertThat(copy.isLoggedIn(later)).isFalse();
  }

  @Test
  void off_nothingIsWrittenAndARestartForgets() throws Exception {
    Tms node = start(LogoutPolicy::withoutEndedFile);
    Jar jar = Jar.signIn(node);
    Jar copy = jar.copy();
    jar.send(node, FakeRequest.post("/Auth/LogOut"));
    node.close();

    Tms later = start(LogoutPolicy::withoutEndedFile);

    assertThat(files()).containsExactly("keys.json");
    assertThat(copy.isLoggedIn(later)).isTrue();
  }

  @Test
  void sharedStoreOrSessionsInTheStoreOrKeysInMemory_makeNoFile() throws Exception {
    var base =
        Tms.builder()
            .publicUrl(PUBLIC_URL)
            .provider(Provider.discover(provider.issuer()))
            .client("shop", ClientSecret.of("secret"))
            .clock(clock)
            .keys(keys());
    base.store(new InMemoryStore(clock)).build().close();
    Tms.builder()
        .publicUrl(PUBLIC_URL)
        .provider(Provider.discover(provider.issuer()))
        .client("shop", ClientSecret.of("secret"))
        .clock(clock)
        .keys(keys())
        .sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE))
        .build()
        .close();
    Tms.builder()
        .publicUrl(PUBLIC_URL)
        .provider(Provider.discover(provider.issuer()))
        .client("shop", ClientSecret.of("secret"))
        .clock(clock)
        .keys(Keys.inMemory())
        .logout(LogoutPolicy.DEFAULT.withEndedFile(folder.resolve("ended")))
        .build()
        .close();

    assertThat(files()).containsExactly("keys.json");
  }

  @Test
  void secondServiceOnTheSameFile_startsWithAWarningAndWorks() {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    Jar copy = jar.copy();
    jar.send(node, FakeRequest.post("/Auth/LogOut"));

    try (CapturedLog log = new CapturedLog("dev.tms.session.EndedFile")) {
      Tms second = start();

      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING Logout.EndedFile: ")
          .contains("keys.json.ended is in use by another service");
      assertThat(copy.isLoggedIn(second)).as("what the first has written is read").isFalse();
      Jar there = Jar.signIn(second);
      assertThat(there.send(second, FakeRequest.post("/Auth/LogOut")).status()).isEqualTo(302);
    }
  }

  @Test
  void file_holdsNothingThatNamesASessionOrAUser() throws Exception {
    Tms node = start();
    Jar jar = Jar.signIn(node);
    jar.send(node, FakeRequest.post("/Auth/LogOut"));
    backChannel(node, provider.logoutToken("shop").subject("user-alice").build());

    List<String> lines = Files.readAllLines(folder.resolve("keys.json.ended"));

    assertThat(lines.get(0)).isEqualTo("tms-ended 1");
    assertThat(lines.subList(1, lines.size()))
        .hasSize(2)
        .allMatch(line -> line.matches("[0-9]+ [A-Za-z0-9_-]{8} [A-Za-z0-9_-]+"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("keys.json.ended"))).hasSize(2);
  }
}
