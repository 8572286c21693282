package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.contract.SwitchableStore;
import dev.tms.http.NetworkSettings;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.seal.Keys;
import dev.tms.store.InMemoryStore;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MachineTokensBuilderTest {
  private static final MachineClient CLIENT =
      MachineClient.discover("https://id.example", "worker", ClientSecret.of("secret"));

  @TempDir Path folder;

  @Test
  void build_noClient_isAProblem() {
    assertThatThrownBy(() -> Tms.machineTokens().build())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("client: is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a/b"})
  void build_nameThatIsNone_isAProblem(String name) {
    assertThatThrownBy(() -> Tms.machineTokens().client(name, CLIENT).build())
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("1 to 64");
  }

  @Test
  void build_everythingWrong_listsEverything() {
    MachineTokensBuilder builder =
        Tms.machineTokens()
            .client("a", CLIENT)
            .client("a", CLIENT)
            .client("b c", CLIENT)
            .httpClient(HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build())
            .sharedCache(
                new InMemoryStore(InstantSource.system()),
                Keys.file(folder.resolve("missing.json")).mustExist());

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(InvalidConfigurationException.Problem::path)
                    .containsExactly("client", "client", "httpClient", "sharedCache"));
  }

  @Test
  @DisplayName("Nodes that each create a keyset read nothing of what the others have sealed")
  void build_sharedCacheWithoutKeyset_isRefused() {
    Path file = folder.resolve("keys.json");
    MachineTokensBuilder shared =
        Tms.machineTokens()
            .client("a", CLIENT)
            .sharedCache(new SwitchableStore(InstantSource.system()), Keys.file(file));

    assertThatThrownBy(shared::build)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("sharedCache: ")
        .hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
    shared.sharedCache(new InMemoryStore(InstantSource.system()), Keys.file(file)).build().close();
    assertThat(file).exists();
    shared
        .sharedCache(new SwitchableStore(InstantSource.system()), Keys.file(file))
        .build()
        .close();
  }

  @Test
  void build_everySettingOfAClientWrong_throwsNothingBeforeAndListsAll() {
    MachineClient wrong =
        MachineClient.of(
                new MachineClient.Discovery("nonsense"), "t\u00F6pfe", ClientAuthentication.none())
            .withScopes("a b")
            .withResources("not a URI")
            .withParameter("scope", "x")
            .withTimeout(Duration.ZERO)
            .withDefaultTokenLifetime(Duration.ZERO);
    MachineTokensBuilder builder =
        Tms.machineTokens()
            .client("worker", wrong)
            .client("other", MachineClient.at("nonsense", "other", ClientSecret.of("")))
            .network(NetworkSettings.DEFAULT.withProxy("nonsense"));

    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(InvalidConfigurationException.Problem::path)
                    .containsExactly(
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.worker",
                        "client.other",
                        "client.other",
                        "network"));
  }

  @Test
  void build_plainHttp_isAWarningByTheMethodThatSetsIt() {
    List<InvalidConfigurationException.Problem> said = new ArrayList<>();
    ClientSecret secret = ClientSecret.of("secret");
    MachineTokensBuilder builder =
        Tms.machineTokens()
            .client("a", MachineClient.discover("http://localhost:1", "a", secret))
            .client("b", MachineClient.at("HTTP://127.0.0.1:1/t", "b", secret))
            .client("c", CLIENT)
            .onWarning(said::add);

    builder.build().close();

    assertThat(said)
        .extracting(InvalidConfigurationException.Problem::path)
        .containsExactly("client.a.issuer", "client.b.tokenEndpoint");
    assertThat(builder.weaknesses()).isEqualTo(said);
  }

  @Test
  void build_severalClients_areKnownByName() {
    try (MachineTokens tokens =
        Tms.machineTokens().client("a", CLIENT).client("b", CLIENT.withScopes("x")).build()) {
      assertThat(tokens.names()).containsExactlyInAnyOrder("a", "b");
    }
  }
}
