package dev.tms.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The example of docs/testkit.md, and what it leaves out. */
@ExtendWith(TestProviderExtension.class)
final class LoginExampleTest {
  @Test
  void login_wrongNonce_isRefused(TestProvider provider, TestBrowser browser) {
    try (ExampleApp app = ExampleApp.start(provider)) {
      provider.misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);

      Page page = browser.login(app.url("/login"), "alice", "alice", app.url("/home"));

      assertThat(page.location().orElseThrow()).hasQuery("error=login_failed");
      assertThat(provider.count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    }
  }

  @Test
  void login_right_succeeds(TestProvider provider, TestBrowser browser) {
    try (ExampleApp app = ExampleApp.start(provider)) {
      Page page = browser.login(app.url("/login"), "bob", "bob", app.url("/home"));

      assertThat(page.location().orElseThrow()).hasQuery("user=user-bob");
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ID_TOKEN_.*", mode = EnumSource.Mode.MATCH_ALL)
  void login_badIdToken_isRefusedByAnotherLibrary(
      Misbehaviour fault, TestProvider provider, TestBrowser browser) {
    try (ExampleApp app = ExampleApp.start(provider)) {
      provider.misbehave(RequestKind.TOKEN_CODE, fault);

      Page page = browser.login(app.url("/login"), "alice", "alice", app.url("/home"));

      String outcome = page.location().orElseThrow().getQuery();
      switch (fault) {
        case ID_TOKEN_WRONG_AT_HASH, // these are for the client to look at, not the library
            ID_TOKEN_NO_AUTH_TIME,
            ID_TOKEN_OLD_AUTH_TIME,
            ID_TOKEN_AUDIENCES_WITHOUT_AZP,
            ID_TOKEN_WRONG_AZP,
            ID_TOKEN_NO_KID ->
            assertThat(outcome).isEqualTo("user=user-alice");
        case ID_TOKEN_WRONG_SUBJECT -> assertThat(outcome).isEqualTo("user=user-mallory");
        default -> assertThat(outcome).isEqualTo("error=login_failed");
      }
    }
  }

  @Test
  void documentation_showsThisExample() throws Exception {
    String documentation = Files.readString(Path.of("..", "docs", "testkit.md"));
    String source =
        Files.readString(Path.of("src/test/java/dev/tms/testkit/LoginExampleTest.java"));
    String example =
        source.substring(source.indexOf("  @Test"), source.indexOf("  @Test\n  void login_right"));

    assertThat(documentation).contains(example.stripTrailing());
  }

  @Nested
  final class InnerClass {
    @Test
    void provider_isTheOuterOne(TestProvider provider) {
      assertThat(new TestBrowser().get(provider.discoveryUri()).status()).isEqualTo(200);
      assertThat(provider.count(RequestKind.DISCOVERY)).isEqualTo(1);
    }
  }

  @Nested
  final class OwnProvider {
    @RegisterExtension
    final TestProviderExtension own =
        new TestProviderExtension(TestProvider.builder().issuerPath("/own"));

    @Test
    void provider_isOfOnesOwn() {
      assertThat(own.provider().issuer()).endsWith("/own");
    }
  }
}
