package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.lint.Linter.FixOutcome;
import dev.tms.registration.report.Report;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Java in the documentation: every line of it stands here, and runs. */
final class ExamplesTest {
  @TempDir Path folder;

  @Test
  void document_readAndChanged_isWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), "{\"clientId\": \"__A__\"}");
    Map<String, String> values = Map.of("A", "shop");

    RegistrationDocument document = RegistrationDocument.read(file);
    ClientRegistration client = document.client();
    Duration life = client.get(ClientProperties.ACCESS_TOKEN_LIFETIME); // as written, or one hour
    ClientRegistration stricter = client.with(ClientProperties.REQUIRE_PKCE, true);
    Files.writeString(file, document.with("$", stricter).toJson());

    RegistrationDocument filled = document.filled(name -> Optional.ofNullable(values.get(name)));

    assertThat(life).isEqualTo(Duration.ofHours(1));
    assertThat(filled.client().clientId()).isEqualTo("shop");
    assertThat(Files.readString(file)).contains("\"requirePkce\": true");
  }

  @Test
  void templates_andSecrets_makeClients() {
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    TmsConfiguration configuration =
        TmsConfiguration.parse("{\"Client\": {\"ClientId\": \"tms\"}}", folder, Map.of());

    NewSecret secret = NewSecret.generate("nightly job", Duration.ofDays(365), clock, random);
    Secret clear = secret.takeClear(); // once: it is kept nowhere

    ClientRegistration job =
        ClientTemplates.clientCredentials("job", "Nightly job", secret.stored(), List.of("wf.api"));
    ClientRegistration spa =
        ClientTemplates.browserApp(
            "spa", "App", URI.create("https://app.example/callback"), List.of("wf.api"));
    ClientRegistration tms = ClientTemplates.forTms(configuration, "TMS of the shop");
    ClientRegistration second =
        spa.copyAs("spa2", "Another app"); // everything but id, name, secrets

    assertThat(List.of(job, spa, tms, second)).doesNotHaveDuplicates();
    assertThat(job.clientSecrets().get(0).value()).contains(SecretHash.of(clear));
  }

  @Test
  void linter_ofADocument_reportsAndFixes() {
    RegistrationDocument document = RegistrationDocument.parse("{\"clientId\": \"a\"}");

    Linter linter = Linter.of(InstantSource.system());
    Report report = linter.check(document);
    System.out.print(report.toText("client.json")); // or toJson, or toSarif
    FixOutcome outcome = linter.fix(document); // what has one fix only

    assertThat(report.hasErrors()).isTrue();
    assertThat(outcome.left()).isEqualTo(report.findings());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "lint.md"})
  void javaOfThePages_standsInThisTest(String page) throws IOException {
    PageJava.assertStandsIn(page, "ExamplesTest.java");
  }
}
