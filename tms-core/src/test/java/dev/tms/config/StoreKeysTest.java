package dev.tms.config;

import static dev.tms.config.ConfigRig.problems;
import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.Tms;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.contract.CapturedLog;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.LogoutPolicy.OnStoreFailure;
import dev.tms.policy.SessionHome;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The store that nodes share, the home of sessions, and what a logout at the provider does. */
@ExtendWith(FakeRedis.OnTheClassPath.class)
class StoreKeysTest {
  private static final String JDBC = "\"Kind\": \"jdbc\", \"Url\": \"jdbc:h2:mem:tms\"";
  private static final String REDIS = "\"Kind\": \"redis\", \"Url\": \"redis://127.0.0.1:6379\"";

  @TempDir Path folder;

  @Test
  void parse_everyKey_reachesTheStore() {
    keyset();

    SharedStore store =
        shared(
            with(
                "Store",
                "\"Kind\": \"Redis\", \"Url\": \"redis-sentinel://a:26379,b:26379/main\","
                    + " \"User\": \"tms\", \"Password\": \" p \", \"Timeout\": \"PT0.5S\""));

    assertThat(store.kind()).isEqualTo("redis");
    assertThat(store.url()).isEqualTo("redis-sentinel://a:26379,b:26379/main");
    assertThat(store.user()).isEqualTo("tms");
    assertThat(Objects.requireNonNull(store.password()).reveal()).isEqualTo(" p ");
    assertThat(store.timeout()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void parse_urlAlone_hasDefaults() {
    keyset();

    SharedStore store = shared(with("Store", REDIS));

    assertThat(store.user()).isNull();
    assertThat(store.password()).isNull();
    assertThat(store.timeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void parse_nothing_sharesNoStore() {
    assertThat(parse(ConfigRig.MINIMAL).sharedStore()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0.01S", "PT1M"})
  void parse_timeoutAtItsLimits_isAccepted(String timeout) {
    keyset();

    assertThat(
            problems(with("Store", REDIS + ", \"Timeout\": \"" + timeout + "\""), folder, Map.of()))
        .isEmpty();
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("\"Kind\": \"mongo\"", "Store.Kind", "memory, jdbc or redis"),
        arguments("\"Kind\": \"redis\"", "Store.Url", "is missing: Store.Kind redis needs it"),
        arguments("\"Kind\": \"jdbc\"", "Store.Url", "is missing: Store.Kind jdbc needs it"),
        arguments("\"Url\": \"redis://a\"", "Store.Url", "needs a Store.Kind: jdbc or redis"),
        arguments("\"User\": \"a\"", "Store.User", "needs a Store.Kind"),
        arguments("\"Kind\": \"redis\", \"Url\": 6379", "Store.Url", "a text, found a number"),
        arguments("\"Kind\": \"redis\", \"Url\": \"jdbc:h2:mem:a\"", "Store.Url", "a database"),
        arguments("\"Kind\": \"jdbc\", \"Url\": \"redis://a\"", "Store.Url", "begin with jdbc:"),
        arguments("\"Kind\": \"redis\", \"Url\": \"fake://\"", "Store.Url", "no address"),
        arguments(REDIS + ", \"User\": \"tms\"", "Store.User", "needs a Store.Password"),
        arguments(REDIS + ", \"Timeout\": \"PT0.009S\"", "Store.Timeout", "10 ms to 1 min"),
        arguments(REDIS + ", \"Timeout\": \"PT1M0.001S\"", "Store.Timeout", "10 ms to 1 min"),
        arguments(REDIS + ", \"Timeout\": 2", "Store.Timeout", "\"PT2S\""),
        arguments(REDIS + ", \"Table\": \"a\"", "Store.Table", "is not a known key"),
        arguments(REDIS + ", \"Pasword\": \"a\"", "Store.Pasword", "mean Store.Password?"),
        arguments(
            REDIS + ", \"Password\": \"a\", \"PasswordFile\": \"b\"",
            "Store.Password",
            "Store.PasswordFile too"),
        arguments(REDIS + ", \"PasswordFile\": \"none\"", "Store.PasswordFile", "no file"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("mistakes")
  void parse_oneMistake_isOneProblemAtItsKey(String members, String path, String message) {
    keyset();

    List<Problem> problems = problems(with("Store", members), folder, Map.of());

    assertThat(problems).singleElement().extracting(Problem::path).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://a:s3cret@b",
        "rediss-cluster://:s3cret@b:1,c:2",
        "jdbc:mysql://a:s3cret@b/c",
        "jdbc:postgresql://b/c?user=a&password=s3cret",
        "jdbc:postgresql://b/c?PassWord=s3cret",
        "jdbc:h2:tcp://b/c;USER=sa;PASSWORD=s3cret",
        "jdbc:mariadb://b/c?pwd=s3cret"
      })
  void parse_credentialsInUrl_areRefusedAndNotQuoted(String url) {
    keyset();
    String kind = url.startsWith("jdbc") ? "jdbc" : "redis";

    assertThat(
            problems(
                with("Store", "\"Kind\": \"" + kind + "\", \"Url\": \"" + url + "\""),
                folder,
                Map.of()))
        .singleElement()
        .asString()
        .startsWith("Store.Url: must be without user and password")
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:h2:file:/home/me@example/tms",
        "jdbc:postgresql://a:1,b:2/tms?targetServerType=primary&passwordless=x",
        "jdbc:h2:mem:tms;DB_CLOSE_DELAY=-1"
      })
  void parse_databaseUrlWithoutCredentials_isAccepted(String url) {
    keyset();

    assertThat(
            problems(
                with("Store", "\"Kind\": \"jdbc\", \"Url\": \"" + url + "\""), folder, Map.of()))
        .isEmpty();
  }

  @Test
  void parse_addressWithMemoryChosen_isWarnedOf() {
    TmsConfiguration configuration =
        parse(with("Store", "\"Kind\": \"memory\", \"Url\": \"redis://a\""));

    assertThat(configuration.warnings())
        .containsExactly("Store.Url: is not used: Store.Kind is memory");
    assertThat(configuration.sharedStore()).isEmpty();
  }

  @Test
  void parse_kindWithoutItsModule_namesWhatIsThere() {
    List<Problem> problems =
        FakeRedis.absent(() -> problems(with("Store", REDIS), folder, Map.of()));

    assertThat(problems)
        .extracting(Problem::toString)
        .contains("Store.Kind: no store of kind 'redis' on the class path, only jdbc, memory");
  }

  @Test
  void toTms_sharedStoreWithoutKeyset_doesNotStart() {
    TmsConfiguration configuration = parse(with("Store", REDIS));

    InvalidConfigurationException e =
        catchThrowableOfType(InvalidConfigurationException.class, configuration::toTms);

    assertThat(e.problems()).extracting(Problem::path).containsExactly("Keys.File");
    assertThat(configuration.keysFile()).doesNotExist();
  }

  @Test
  void parse_sharedStoreWithoutKeysetAndAnotherMistake_listsBoth() {
    assertThat(problems(with("Store", REDIS + ", \"Timeout\": \"soon\""), folder, Map.of()))
        .extracting(Problem::path)
        .containsExactly("Store.Timeout", "Keys.File");
  }

  @Test
  void toTms_redis_opensTheStoreAndClosesItWithTheService() {
    keyset();
    TmsConfiguration configuration =
        parse(with("Store", REDIS + ", \"User\": \"tms\", \"Password\": \"p\""));

    FakeRedis store;
    try (Tms tms = configuration.toTms()) {
      store = FakeRedis.last();
      assertThat(store.settings().url()).contains("redis://127.0.0.1:6379");
      assertThat(store.settings().user()).contains("tms");
      assertThat(store.settings().password()).contains("p");
      assertThat(store.isClosed()).isFalse();
      assertThat(tms.createdKeys()).isFalse();
    }

    assertThat(store.isClosed()).isTrue();
  }

  @Test
  void forgetKeys_recordedByAService_letsOtherKeysIn() throws Exception {
    keyset();
    TmsConfiguration configuration = parse(with("Store", REDIS));
    InMemoryStore shared = new InMemoryStore(InstantSource.system());
    configuration.toTms(builder -> builder.store(shared)).close();
    Files.delete(configuration.keysFile());
    keyset();

    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class,
            () -> configuration.toTms(builder -> builder.store(shared)));
    assertThat(e.problems()).extracting(Problem::path).containsExactly("Keys.File");

    assertThat(configuration.forgetKeys(shared)).isTrue();
    configuration.toTms(builder -> builder.store(shared)).close();
  }

  @Test
  void toTms_databaseWithoutPool_saysWhatIsMissing() {
    keyset();

    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> parse(with("Store", JDBC)).toTms());

    assertThat(e.problems())
        .singleElement()
        .asString()
        .startsWith("Store.Url: a jdbc store needs a data source");
  }

  @Test
  void toTms_databaseWithPool_keepsInIt() {
    keyset();
    // the first database of a process takes its time
    TmsConfiguration configuration = parse(with("Store", JDBC + ", \"Timeout\": \"PT10S\""));
    SharedStore shared = configuration.sharedStore().orElseThrow();
    JdbcDataSource pool = new JdbcDataSource();
    pool.setUrl(shared.url() + ";DB_CLOSE_DELAY=-1");
    ExpiringStore other =
        shared.open(
            dev.tms.store.StoreSettings.of(InstantSource.system(), new SecureRandom())
                .withDataSource(pool));
    other.put("a", new byte[] {1}, Duration.ofMinutes(1));

    try (other;
        Tms tms =
            configuration.toTms(
                builder -> builder.store(base -> shared.open(base.withDataSource(pool))))) {
      assertThat(tms.keys()).hasSize(1);
      assertThat(other.get("a")).isPresent();
    }
  }

  @Test
  void parse_home_reachesThePolicy() {
    TmsConfiguration configuration = parse(with("Session", "\"Home\": \"Store\""));

    assertThat(configuration.reading().sessions().home()).isEqualTo(SessionHome.STORE);
    assertThat(parse(ConfigRig.MINIMAL).sessions().home()).isEqualTo(SessionHome.COOKIE);
  }

  @Test
  void toTms_oneProcess_isToldOnceWhatSeveralNodesWouldLack() {
    for (String home : List.of("cookie", "store")) {
      try (CapturedLog log = new CapturedLog(Tms.class);
          Tms tms = parse(with("Session", "\"Home\": \"" + home + "\"")).toTms()) {
        assertThat(tms.keys()).hasSize(1);
        assertThat(log.lines())
            .singleElement()
            .asString()
            .startsWith(
                home.equals("cookie")
                    ? "INFO there is no shared store"
                    : "WARNING sessions are held")
            .contains("store");
      }
    }
  }

  @Test
  void toTms_sharedStore_isToldNothing() {
    keyset();

    try (CapturedLog log = new CapturedLog(Tms.class);
        Tms tms = parse(with("Store", REDIS)).toTms()) {
      assertThat(tms.keys()).hasSize(1);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void parse_logoutKeys_reachThePolicy() {
    TmsConfiguration configuration =
        parse(
            with(
                "Logout",
                "\"CheckInterval\": \"PT0S\", \"OnStoreFailure\": \"DENY\", \"RevokeOffline\":"
                    + " true"));

    assertThat(configuration.reading().logout())
        .isEqualTo(new LogoutPolicy(Duration.ZERO, OnStoreFailure.DENY, true, false, true, null));
  }

  @Test
  void parse_endedFile_isBesideTheKeysetOrWhereItSaysOrOff() {
    assertThat(parse(ConfigRig.MINIMAL).reading().logout()).isEqualTo(LogoutPolicy.DEFAULT);
    assertThat(parse(with("Logout", "\"EndedFile\": \"var/ended\"")).reading().logout())
        .isEqualTo(LogoutPolicy.DEFAULT.withEndedFile(folder.resolve("var/ended")));
    assertThat(parse(with("Logout", "\"EndedFile\": \"OFF\"")).reading().logout())
        .isEqualTo(LogoutPolicy.DEFAULT.withoutEndedFile());
  }

  @Test
  void parse_endedFileAndASharedStore_isAWarning() {
    keyset();
    String json = with("Store", REDIS).replaceFirst("\\{", "{\"Logout\": {\"EndedFile\": \"e\"},");

    assertThat(parse(json).warnings())
        .anyMatch(line -> line.startsWith("Logout.EndedFile: is not used"));
  }

  private void keyset() {
    KeyRotation.of(Keys.file(folder.resolve("tms-keys.json"))).create();
  }

  private SharedStore shared(String json) {
    return parse(json).sharedStore().orElseThrow();
  }

  private TmsConfiguration parse(String json) {
    return TmsConfiguration.parse(json, folder, Map.of());
  }
}
