package dev.tms.registration.dynamic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.PageJava;
import dev.tms.registration.diff.Difference;
import dev.tms.registration.dynamic.MetadataConversion.Converted;
import dev.tms.registration.dynamic.MetadataConversion.Loss;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java of {@code docs/registrations/dynamic-registration.md}. */
final class DynamicRegistrationPageTest {
  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private final ClientRegistration client =
      ClientTemplates.nativeApp(
          "app", "App", URI.create("com.example.app:/callback"), List.of("wf.api"));

  private static String base() {
    return "http://127.0.0.1:" + server.getPort();
  }

  @Test
  void dynamicRegistration_ofThePage_works() {
    String url = base() + "/register";
    String answer =
        """
        {"client_id": "made", "registration_access_token": "r",
         "registration_client_uri": "%s/made"}
        """
            .formatted(url);
    server.stubFor(post("/register").willReturn(okJson(answer).withStatus(201)));
    server.stubFor(put("/register/made").willReturn(okJson(answer)));
    server.stubFor(delete("/register/made").willReturn(aResponse().withStatus(204)));
    BearerTokens initialAccessToken = BearerTokens.of(Secret.of("initial"));

    Converted<ClientMetadata> metadata = MetadataConversion.toMetadata(client);
    List<Loss> losses = metadata.losses(); // $.clientId: the provider makes an id of its own

    RegistrationEndpoint endpoint =
        RegistrationEndpoint.at(URI.create(url), RemoteCalls.standard());
    CallOutcome<RegisteredClient> made = endpoint.register(metadata.value(), initialAccessToken);
    RegisteredClient registered = ((CallOutcome.Done<RegisteredClient>) made).value();
    CallOutcome<RegisteredClient> changed =
        endpoint.update(registered, registered.metadata().with("client_name", "New name"));
    CallOutcome<String> gone = endpoint.delete(registered);
    ClientMetadata next = MetadataConversion.over(registered.metadata(), client).value();
    List<Difference> differences = next.differencesFrom(registered.metadata());
    ClientRegistration again = MetadataConversion.fromRegistered(registered).value();

    assertThat(losses).hasSize(2);
    assertThat(differences).isNotEmpty();
    assertThat(changed).isInstanceOf(CallOutcome.Done.class);
    assertThat(gone).isEqualTo(new CallOutcome.Done<>("made"));
    assertThat(again.clientId()).isEqualTo("made");
  }

  @Test
  void javaOfThePage_standsInThisTest() throws IOException {
    PageJava.assertStandsIn("dynamic-registration.md", "dynamic/DynamicRegistrationPageTest.java");
  }
}
