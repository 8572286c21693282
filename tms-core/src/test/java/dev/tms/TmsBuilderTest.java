package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.contract.CapturedLog;
import dev.tms.contract.SwitchableStore;
import dev.tms.http.FrontEnd;
import dev.tms.http.NetworkSettings;
import dev.tms.http.SameSite;
import dev.tms.oauth.AllowedValues;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ResponseMode;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.RefreshPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.preset.Preset;
import dev.tms.preset.Preset.Placeholders;
import dev.tms.seal.Keys;
import dev.tms.store.InMemoryStore;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import dev.tms.token.Secret;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmsBuilderTest {
  private static TmsBuilder good() {
    return Tms.builder()
        .publicUrl("https://shop.example")
        .provider(Provider.discover("https://id.example"))
        .client("shop", ClientSecret.of("very secret"))
        .keys(Keys.inMemory());
  }

  private static List<Problem> problemsOf(TmsBuilder builder) {
    InvalidConfigurationException e =
        catchThrowableOfType(InvalidConfigurationException.class, () -> builder.build().close());
    return e == null ? List.of() : e.problems();
  }

  private static List<String> pathsOf(TmsBuilder builder) {
    return problemsOf(builder).stream().map(Problem::path).toList();
  }

  @Test
  void build_required_isEnough() {
    try (Tms tms = good().build()) {
      assertThat(tms.publicUrl().toString()).isEqualTo("https://shop.example");
      assertThat(tms.keys()).hasSize(1);
      assertThat(tms.createdKeys()).isFalse();
      assertThat(tms.serves("/Session/CheckSession")).isTrue();
      assertThat(tms.serves("/callback")).isTrue();
      assertThat(tms.serves("/")).isFalse();
    }
  }

  @Test
  void build_nothing_namesAllThatIsRequired() {
    assertThat(pathsOf(Tms.builder()))
        .containsExactlyInAnyOrder("publicUrl", "provider", "client", "keys");
  }

  @Test
  @DisplayName("Lesson 7: a service whose settings are wrong does not start, and says all at once")
  void build_manyMistakes_listsThemAll(@TempDir Path folder) throws Exception {
    Path keys = Files.writeString(folder.resolve("keys.json"), "not keys");
    TmsBuilder builder =
        Tms.builder()
            .publicUrl("http://shop.example")
            .client("shop", ClientSecret.of("very secret"))
            .scopes("profile")
            .sessions(SessionPolicy.DEFAULT.withCookieName("bad name"))
            .keys(Keys.file(keys))
            .httpClient(
                HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build());

    List<Problem> problems = problemsOf(builder);

    assertThat(problems)
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "publicUrl", "provider", "client", "sessions", "keys", "httpClient");
    assertThat(problems).noneMatch(p -> p.message().contains("very secret"));
    assertThat(problems).allMatch(p -> !p.message().isBlank());
  }

  @Test
  void build_callersWouldChooseTheDirectorysHost_isRefused() {
    DiscoverySettings open =
        DiscoverySettings.defaults().withUrlTemplate("https://{customerDomain}/x");

    assertThat(pathsOf(good().tenants(open))).containsExactly("tenants");
    assertThat(pathsOf(good().tenants(open.withAllowedDomains(List.of("*.cloud.test"))))).isEmpty();
    assertThat(pathsOf(good().tenants(DiscoverySettings.defaults()))).isEmpty();
  }

  @Test
  void build_identityWithoutIdToken_needsNoOpenidAndWarns() {
    Provider plain =
        Provider.of("https://id.example")
            .authorizationEndpoint("https://id.example/a")
            .tokenEndpoint("https://id.example/t")
            .introspectionEndpoint("https://id.example/i")
            .build();
    TmsBuilder builder =
        good()
            .provider(plain)
            .scopes("read")
            .protocol(settings -> settings.withIdentity(IdentitySource.INTROSPECTION));

    try (CapturedLog log = new CapturedLog(Tms.class);
        Tms tms = builder.build()) {
      assertThat(tms.serves("/callback")).isTrue();
      assertThat(log.lines()).anyMatch(line -> line.contains("without an ID token"));
    }
    assertThat(pathsOf(good().provider(plain).scopes("openid"))).containsExactly("client");
    assertThat(pathsOf(good().scopes("read"))).containsExactly("client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shop.example",
        "ftp://shop.example",
        "https://shop.example/?x",
        "https://shop.example/#x",
        "https://user@shop.example",
        "http://shop.example",
        "https://shop.example/a b",
        ""
      })
  void build_badPublicUrl_isRefused(String url) {
    assertThat(pathsOf(good().publicUrl(url))).containsExactly("publicUrl");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "http://127.0.0.1", "http://[::1]:9"})
  void build_loopback_mayBeHttp(String url) {
    try (Tms tms = good().publicUrl(url).build()) {
      assertThat(tms.publicUrl().isSecure()).isFalse();
    }
  }

  @Test
  @DisplayName("Nodes that each create a keyset read nothing of what the others have sealed")
  void build_sharedStoreWithoutKeyset_isRefused(@TempDir Path folder) {
    Path file = folder.resolve("keys.json");
    TmsBuilder shared =
        good().keys(Keys.file(file)).store(settings -> new SwitchableStore(InstantSource.system()));

    assertThat(pathsOf(shared)).containsExactly("keys");
    assertThat(problemsOf(shared).get(0).message()).contains(file.toString());
    assertThat(pathsOf(shared.store(new SwitchableStore(InstantSource.system()))))
        .containsExactly("keys");
    assertThat(file).doesNotExist();
    assertThat(pathsOf(shared.store(new InMemoryStore(InstantSource.system())))).isEmpty();
    assertThat(file).exists();
    assertThat(pathsOf(shared.store(new SwitchableStore(InstantSource.system())))).isEmpty();
  }

  @Test
  void build_frontEndOnAnotherSite_isRefusedUnlessSameSiteIsNone() {
    TmsBuilder builder = good().frontEnd(FrontEnd.at("https://app.other.example/"));

    assertThat(pathsOf(builder)).containsExactly("frontEnd");
    assertThat(problemsOf(builder).get(0).message()).contains("SameSite=None");
    assertThat(problemsOf(builder.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE))))
        .isEmpty();
  }

  @Test
  void build_frontEndOnHttpOfAnHttpsService_isAnotherSite() {
    assertThat(
            pathsOf(
                good()
                    .publicUrl("https://localhost:7182")
                    .frontEnd(FrontEnd.at("http://localhost:3000/"))))
        .containsExactly("frontEnd");
  }

  @Test
  void build_weakening_warns() {
    try (CapturedLog log = new CapturedLog(Tms.class)) {
      good().build().close();
      assertThat(log.lines()).noneMatch(line -> line.startsWith("WARNING"));

      good().sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE)).build().close();
      good().protocol(s -> s.withoutPkce()).build().close();
      good().sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE)).build().close();

      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("WARNING") && line.contains("memory of this process"))
          .anyMatch(line -> line.startsWith("WARNING") && line.contains("third-party cookies"))
          .anyMatch(line -> line.startsWith("WARNING") && line.contains("PKCE"));
    }
  }

  @Test
  void build_everyWeakness_isSaidOnceByTheMethodThatSetsIt(@TempDir Path folder) {
    Provider inClear =
        Provider.of("http://localhost:1")
            .metadataUrl("http://localhost:1/metadata")
            .tokenEndpoint("http://localhost:1/token")
            .build();
    List<Problem> said = new ArrayList<>();
    TmsBuilder builder =
        good()
            .publicUrl("http://localhost:7182")
            .provider(inClear)
            .tenants(
                DiscoverySettings.defaults().withUrlTemplate("http://localhost:1/{customerDomain}"))
            .protocol(s -> s.withIdentity(IdentitySource.USERINFO).withSubjectClaim("email"))
            .keys(Keys.file(folder.resolve("keys.json")).allowReadableByAll())
            .onWarning(said::add);
    List<Problem> before = builder.weaknesses();

    builder.build().close();

    assertThat(said)
        .extracting(Problem::path)
        .containsExactly(
            "publicUrl",
            "provider.issuer",
            "provider.metadataUrl",
            "provider.tokenEndpoint",
            "tenants.urlTemplate",
            "protocol.identity",
            "protocol.subjectClaim",
            "keys.allowReadableByAll");
    assertThat(before).isEqualTo(said);
  }

  @Test
  void build_everythingWrong_listsAll(@TempDir Path folder) {
    TmsBuilder builder =
        Tms.builder()
            .publicUrl("nonsense")
            .provider(Provider.of("nonsense").tokenEndpoint("http://id.example/t").build())
            .client("shop", ClientSecret.fromFile(folder.resolve("none")))
            .frontEnd(FrontEnd.at("nonsense").withOrigins(List.of("*")))
            .paths(new Paths("callback", "/Auth/LoggedOut", true))
            .keys(Keys.file(folder.resolve("none").resolve("keys.json")));

    assertThat(pathsOf(builder))
        .containsExactly(
            "publicUrl", "provider", "provider", "paths", "client", "frontEnd", "frontEnd", "keys");
    assertThat(problemsOf(builder).get(1).message()).contains("issuer", "nonsense");
    assertThat(pathsOf(builder.client("shop", ClientSecret.of("")))).contains("client");
    assertThat(builder.weaknesses()).isEmpty();
  }

  @Test
  void build_variablesThatAreNotSet_areListed() {
    TmsBuilder builder =
        Tms.builder()
            .publicUrl("https://tms.example")
            .provider(Provider.discover(null))
            .client("", ClientSecret.of(null))
            .scopes("profile", "a b")
            .network(
                NetworkSettings.DEFAULT
                    .withProxy("http://proxy.example:3128")
                    .withProxyCredentials("user", Secret.of(null)))
            .keys(Keys.file(Path.of("keys.json")).withPassphrase(Secret.of("")));

    assertThatThrownBy(builder::build)
        .hasMessageContainingAll(
            "provider: ",
            "client: is missing",
            "client: a client secret must not be empty",
            "client: not a scope value",
            "network: a secret must not be empty",
            "keys: a secret must not be empty");
  }

  @Test
  void build_everySettingOutOfRange_throwsNothingBeforeAndListsAll(@TempDir Path folder) {
    TmsBuilder builder =
        Tms.builder()
            .publicUrl("https://shop.example")
            .provider(Preset.AUTH0.provider(Placeholders.NONE))
            .client("sh\u00F6p", ClientSecret.of(""))
            .scopes("openid", "a b")
            .protocol(
                settings ->
                    settings
                        .withTimeout(Duration.ZERO)
                        .withResources("not a URI")
                        .withParameters(Map.of("state", "x"))
                        .withLoginParameters(
                            Map.of(
                                "one", AllowedValues.matching("("), "two", AllowedValues.oneOf())))
            .tenants(
                DiscoverySettings.defaults()
                    .withUrlTemplate("nonsense")
                    .withApplicationId("")
                    .withAllowedDomains(List.of("com", "*"))
                    .withTimeout(Duration.ZERO))
            .sessions(
                SessionPolicy.DEFAULT
                    .withLifetime(Duration.ZERO, Duration.ofDays(401))
                    .withCookieName("bad name")
                    .withNameClaim(" "))
            .network(
                NetworkSettings.DEFAULT
                    .withTrustedCertificates(folder.resolve("none.pem"))
                    .withProxy("nonsense")
                    .withProxyCredentials("a:b", Secret.of("x")))
            .refresh(new RefreshPolicy(Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
            .logout(LogoutPolicy.DEFAULT.withCheckInterval(Duration.ofHours(1)))
            .keys(Keys.inMemory().allowReadableByAll().withPassphrase(Secret.of("x")));

    List<String> beginnings =
        List.of(
            "provider: nothing fills {tenant}",
            "client: not a scope value",
            "client: a client secret must not be empty",
            "client: a client id is",
            "client: the timeout is above 0",
            "client: the parameter state",
            "client: the login parameter one: is not a regular expression",
            "client: the login parameter two: no value is allowed",
            "client: a resource is an absolute URI",
            "tenants: the URL template must contain",
            "tenants: the application id is",
            "tenants: the timeout must be positive",
            "tenants: an allowed domain is",
            "tenants: an allowed domain is",
            "sessions: the idle timeout must",
            "sessions: the absolute timeout must",
            "sessions: the claim of the user's name",
            "sessions: a cookie name is",
            "network: there is no file",
            "network: must be http://",
            "network: the user of a proxy",
            "refresh: the refresh lease must",
            "refresh: the refresh patience must",
            "refresh: the refresh grace must",
            "logout: the logout check interval",
            "keys: keys in memory have no file: allowReadableByAll",
            "keys: keys in memory have no file: encryption");
    assertThat(problemsOf(builder))
        .zipSatisfy(
            beginnings, (said, beginning) -> assertThat(said.toString()).startsWith(beginning));
  }

  @Test
  void build_directoryOfWrongCustomers_isRefused() {
    assertThat(pathsOf(good().tenants(TenantDirectory.single("com", "b"))))
        .containsExactly("tenants", "tenants");
    assertThat(pathsOf(good().tenants(TenantDirectory.fixed(List.of(Tenant.of(null))))))
        .containsExactly("tenants");
  }

  @Test
  void weaknesses_unfinishedBuilder_isEmpty() {
    assertThat(Tms.builder().weaknesses()).isEmpty();
    assertThat(good().publicUrl("nonsense").weaknesses()).isEmpty();
  }

  @Test
  void build_sameSiteNoneOverHttp_isRefused() {
    assertThat(
            pathsOf(
                good()
                    .publicUrl("http://localhost:7182")
                    .sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE))))
        .contains("sessions");
  }

  @Test
  void build_formPostOverHttp_isRefused() {
    assertThat(
            pathsOf(
                good()
                    .publicUrl("http://localhost:7182")
                    .protocol(s -> s.withResponseMode(ResponseMode.FORM_POST))))
        .containsExactly("protocol");
  }

  @Test
  void build_publicClientWithoutPkce_isRefused() {
    TmsBuilder builder = good().publicClient("shop").protocol(s -> s.withoutPkce());

    assertThat(pathsOf(builder)).containsExactly("client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/Auth/LogOut",
        "/auth/beginlogin",
        "/Session/CheckSession",
        "/Session/User",
        "/session/retrieveaccesstoken",
        "/Auth/Domains/acme.cloud.test/BeginLogin",
        "/Session/RetrieveToken"
      })
  void paths_ofAnotherEndpoint_areRefused(String path) {
    assertThatThrownBy(() -> new Paths(path, "/Auth/LoggedOut", true).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Paths("/callback", path, true).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_ofTheException_isOneLineAProblem() {
    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> Tms.builder().build().close());

    assertThat(e.getMessage().lines()).hasSize(4).allMatch(line -> line.contains(": "));
  }

  @Test
  void close_twice_isFine() {
    Tms tms = good().build();

    tms.close();
    tms.close();

    assertThat(tms.serves("/callback")).isTrue();
  }
}
