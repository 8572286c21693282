package dev.tms.registration;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.convert.Loss;
import dev.tms.registration.diff.Difference;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.MetadataConversion;
import dev.tms.registration.dynamic.RegisteredClient;
import dev.tms.registration.dynamic.RegistrationEndpoint;
import dev.tms.registration.keycloak.KeycloakAdminApi;
import dev.tms.registration.keycloak.KeycloakClient;
import dev.tms.registration.keycloak.KeycloakConversion;
import dev.tms.registration.keycloak.KeycloakDiff;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The Java of {@code docs/registrations/convert.md}. */
final class ConvertPageTest {
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
  void keycloak_ofThePage_works() {
    String realmUrl = base() + "/admin/realms/acme";
    BearerTokens tokens = BearerTokens.of(Secret.of("t"));
    Secret clear = Secret.of("clear");
    String scopes = "[{\"id\": \"1\", \"name\": \"profile\"}]";
    String found = "[{\"id\": \"c0ffee\", \"clientId\": \"app\", \"kept\": true}]";
    String path = "/admin/realms/acme/client";
    server.stubFor(get(urlPathEqualTo(path + "s")).willReturn(okJson(found)));
    server.stubFor(put(path + "s/c0ffee").willReturn(aResponse().withStatus(204)));
    server.stubFor(get(path + "-scopes").willReturn(okJson(scopes)));
    server.stubFor(get(path + "s/c0ffee/optional-client-scopes").willReturn(okJson("[]")));
    server.stubFor(get(path + "s/c0ffee/default-client-scopes").willReturn(okJson("[]")));
    server.stubFor(
        put(path + "s/c0ffee/optional-client-scopes/1").willReturn(aResponse().withStatus(204)));

    Converted<KeycloakClient> keycloak = KeycloakConversion.toKeycloak(client, clear);
    KeycloakAdminApi realm =
        KeycloakAdminApi.at(URI.create(realmUrl), tokens, RemoteCalls.standard());
    Optional<KeycloakClient> there =
        realm.find("app").fold(one -> one, problem -> Optional.empty());
    KeycloakDiff diff =
        there
            .map(current -> KeycloakDiff.towards(current, keycloak.value()))
            .orElseGet(() -> KeycloakDiff.creation(keycloak.value()));
    CallOutcome<List<String>> missing = realm.put(keycloak.value());
    Converted<ClientRegistration> back = KeycloakConversion.fromKeycloak(keycloak.value());

    assertThat(diff.isEmpty()).isFalse();
    assertThat(missing).isEqualTo(new CallOutcome.Done<>(List.of("wf.api", "offline_access")));
    assertThat(back.value().redirectUris()).isEqualTo(client.redirectUris());
  }

  @Test
  void javaOfThePage_standsInThisTest() throws IOException {
    PageJava.assertStandsIn("convert.md", "ConvertPageTest.java");
  }
}
