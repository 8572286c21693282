package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.config.TmsConfiguration;
import dev.tms.demo.cli.InProcess;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.NewSecret;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.keycloak.KeycloakAdminApi;
import dev.tms.registration.keycloak.KeycloakClient;
import dev.tms.registration.keycloak.KeycloakConversion;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallProblem;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registrations that were computed, converted, and written by the admin REST interface. */
@KeycloakTest
class KeycloakRegistrationTest {
  @TempDir Path directory;

  private static KeycloakAdminApi realm(Workbench bench) {
    return KeycloakAdminApi.at(
        URI.create(bench.keycloak().url() + "/admin/realms/" + Realm.NAME),
        () -> bench.admin().token(),
        RemoteCalls.standard());
  }

  private static <T> T done(CallOutcome<T> outcome) {
    return outcome.fold(
        value -> value,
        problem -> {
          throw new AssertionError(problem.toString());
        });
  }

  @Test
  void forTms_convertedAndPut_nativeClientGoesThrough(Workbench bench) throws Exception {
    NewSecret secret =
        NewSecret.generate("tms", Duration.ofDays(1), InstantSource.system(), new SecureRandom());
    Secret clear = secret.takeClear();
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client")
        .put("ClientId", "computed")
        .put("ClientSecret", clear.reveal());
    ClientRegistration registration =
        ClientTemplates.forTms(
                TmsConfiguration.parse(configuration.toString(), directory, Map.of()), "TMS")
            .with(ClientProperties.CLIENT_SECRETS, List.of(secret.stored()));

    Converted<KeycloakClient> converted = KeycloakConversion.toKeycloak(registration, clear);
    assertThat(done(realm(bench).put(converted.value()))).as("missing scopes").isEmpty();
    // again: nothing breaks, nothing is doubled
    assertThat(done(realm(bench).put(converted.value()))).isEmpty();

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(null, "alice"))
          .contains("the front end comes up", "refused, as it must be: logged_out")
          .contains("/protocol/openid-connect/logout");
    }
  }

  @Test
  void commandLine_newAndApply_nativeClientGoesThrough(Workbench bench) throws Exception {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client")
        .put("ClientId", "by-hand")
        .put("ClientSecret", "a secret that no one guesses, ever");
    Path config = Files.writeString(directory.resolve("tms.json"), configuration.toString());
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "a secret that no one guesses, ever\n");
    Path token = Files.writeString(directory.resolve("token"), bench.admin().token().reveal());
    Path client = directory.resolve("client.json");
    String[] apply = {
      "client",
      "apply",
      client.toString(),
      "--keycloak",
      "--url",
      bench.keycloak().url() + "/admin/realms/" + Realm.NAME,
      "--token-file",
      token.toString(),
      "--secret-file",
      secret.toString()
    };

    assertThat(
            command(
                "client",
                "new",
                "--for-tms",
                "--config",
                config.toString(),
                "-o",
                client.toString()))
        .isEmpty();
    assertThat(command(apply))
        .startsWith("create client by-hand\n")
        .contains("  $.secret: not set → ")
        .doesNotContain("no one guesses")
        .endsWith("done\n");
    assertThat(command(apply)).isEqualTo("keep client by-hand\nnothing to do\n");

    try (RunningTms tms = RunningTms.start(directory, configuration)) {
      assertThat(NativeRun.at(tms).as(null, "alice"))
          .contains("the front end comes up", "refused, as it must be: logged_out");
    }
  }

  @Test
  void commandLine_changedValuesAndClaims_areWrittenOnce(Workbench bench) throws Exception {
    Path token = Files.writeString(directory.resolve("token"), bench.admin().token().reveal());
    Path client = directory.resolve("client.json");
    String text =
        """
        {
          "clientId": "changing", "allowedGrantTypes": ["client_credentials"], "allowedScopes": ["email"],
          "accessTokenLifetime": 300, "clientClaimsPrefix": "client_",
          "claims": [{"type": "tenant", "value": "north"}]
        }
        """;
    String[] apply = {
      "client",
      "apply",
      client.toString(),
      "--keycloak",
      "--url",
      bench.keycloak().url() + "/admin/realms/" + Realm.NAME,
      "--token-file",
      token.toString()
    };

    Files.writeString(client, text);
    assertThat(command(apply)).startsWith("create client changing\n");
    assertThat(command(apply)).isEqualTo("keep client changing\nnothing to do\n");
    Files.writeString(
        client,
        text.replace("300", "600")
            .replace("north", "south")
            .replace("\"claims\": [", "\"claims\": [{\"type\": \"level\", \"value\": \"2\"},"));
    assertThat(command(apply))
        .startsWith("update client changing\n")
        .contains("$.attributes['access.token.lifespan']: \"300\" → \"600\"")
        .contains("\"north\" → \"south\"")
        .endsWith("done\n");
    assertThat(command(apply)).isEqualTo("keep client changing\nnothing to do\n");
  }

  /** What a command that goes well prints. */
  private static String command(String... line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        InProcess.run(
            line,
            Map.of(),
            InputStream.nullInputStream(),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    assertThat(exitCode).as(out.toString() + err).isZero();
    return out.toString();
  }

  @Test
  void put_readBackAndConverted_isTheSameClient(Workbench bench) {
    Secret clear = Secret.of("a-clear-secret");
    ClientRegistration registration =
        ClientTemplates.hybrid(
                "read-back",
                "Read back",
                URI.create("https://shop.example/cb"),
                ClientSecret.shared("from Keycloak", SecretHash.of(clear)),
                List.of("email", "no-such-scope"))
            .with(ClientProperties.ACCESS_TOKEN_LIFETIME, Duration.ofMinutes(10));
    KeycloakAdminApi realm = realm(bench);

    List<String> missing =
        done(realm.put(KeycloakConversion.toKeycloak(registration, clear).value()));
    KeycloakClient kept = done(realm.find("read-back")).orElseThrow();
    ClientRegistration back = KeycloakConversion.fromKeycloak(kept).value();

    assertThat(missing).containsExactly("no-such-scope");
    assertThat(back.redirectUris()).isEqualTo(registration.redirectUris());
    assertThat(back.postLogoutRedirectUris()).isEqualTo(registration.postLogoutRedirectUris());
    assertThat(back.allowedGrantTypes()).isEqualTo(registration.allowedGrantTypes());
    assertThat(back.clientSecrets()).isEqualTo(registration.clientSecrets());
    assertThat(back.accessTokenLifetime()).isEqualTo(Duration.ofMinutes(10));
    assertThat(back.requirePkce()).isTrue();
    assertThat(back.allowedScopes()).containsExactlyInAnyOrder("openid", "profile", "email");
  }

  @Test
  void find_unknownRealm_isNotFound(Workbench bench) {
    KeycloakAdminApi nowhere =
        KeycloakAdminApi.at(
            URI.create(bench.keycloak().url() + "/admin/realms/no-such-realm"),
            () -> bench.admin().token(),
            RemoteCalls.standard());

    assertThat(nowhere.find("x").fold(found -> null, CallProblem::kind))
        .isEqualTo(CallProblem.Kind.NOT_FOUND);
  }
}
