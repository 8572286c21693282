package dev.tms.registration.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.Tms;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.oauth.ClientSecret;
import dev.tms.registration.PageJava;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.Spelling;
import dev.tms.registration.admin.ApplyPlan.Outcome;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The Java of {@code docs/registrations/apply.md}. */
final class ApplyPageTest {
  private static final StubAdmin admin = new StubAdmin();

  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1").extensions(admin))
          .build();

  @RegisterExtension
  static final WireMockExtension provider =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  @TempDir Path folder;

  @Test
  @SuppressWarnings("SystemOut")
  void example_runsAtAStub() throws IOException {
    server.stubFor(any(anyUrl()).willReturn(aResponse()));
    provider.stubFor(
        post("/token")
            .willReturn(
                okJson(
                    "{\"access_token\": \"t\", \"token_type\": \"Bearer\", \"expires_in\": 60}")));
    Path file = Files.writeString(folder.resolve("c.json"), "{\"clientId\": \"shop\"}");
    String baseUrl = "http://127.0.0.1:" + server.getPort() + "/api/v1";
    try (MachineTokens machines = machines()) {
      RegistrationPackage wanted = RegistrationDocument.read(file).contents();
      BearerTokens tokens =
          BearerTokens.ofMachine(machines, "admin"); // or fromFile, or of a Secret
      AdminApi api = AdminApi.at(URI.create(baseUrl), tokens);

      CallOutcome<ApplyPlan> planned = ApplyPlan.of(api, wanted, HiddenSecrets.KEEP); // only reads
      String failure = planned.fold(plan -> "", problem -> problem.toString());
      ApplyPlan plan = ((CallOutcome.Done<ApplyPlan>) planned).value();
      System.out.print(plan.toText()); // what would change: a dry run ends here
      Outcome report = plan.run(result -> System.out.print(result.toText()));
      boolean complete = report.isComplete();

      AdminApi other =
          api.withSpelling(Spelling.PASCAL)
              .withPath(RegistrationKind.CLIENT, "Authorization/Clients");

      assertThat(failure).isEmpty();
      assertThat(complete).isTrue();
      assertThat(admin.kept).containsKey("Client/shop");
      assertThat(other).hasToString("AdminApi[" + baseUrl + "]");
    }
  }

  private static MachineTokens machines() {
    String token = "http://127.0.0.1:" + provider.getPort() + "/token";
    return Tms.machineTokens()
        .client("admin", MachineClient.at(token, "admin", ClientSecret.of("secret")))
        .build();
  }

  @Test
  void javaOfThePage_standsInThisTest() throws IOException {
    PageJava.assertStandsIn("apply.md", "admin/ApplyPageTest.java");
  }
}
