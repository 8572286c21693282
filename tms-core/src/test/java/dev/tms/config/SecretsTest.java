package dev.tms.config;

import static dev.tms.config.ConfigRig.problems;
import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.config.KnownKeys.KnownKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets come from where they are kept, and show up nowhere. */
class SecretsTest {
  private static final String SECRET = "s3cret-Hq7";

  @TempDir Path folder;

  @Test
  void parse_secretFiles_areReadWithoutTheirLineBreak() throws Exception {
    Files.writeString(folder.resolve("client"), SECRET + "\n");
    Files.writeString(folder.resolve("store"), "\uFEFF" + SECRET + "1\r\n");
    Files.writeString(folder.resolve("keys"), SECRET + "2");
    Files.writeString(folder.resolve("tls.p12"), "");
    String json =
        """
        {"Client": {"ClientId": "x", "ClientSecretFile": "client"},
         "Server": {"KeyStore": "tls.p12", "KeyStorePasswordFile": "store"},
         "Keys": {"PassphraseFile": "keys"}}
        """;

    TmsConfiguration configuration = TmsConfiguration.parse(json, folder, Map.of());

    assertThat(configuration.reading().client().secret().value())
        .isEqualTo(dev.tms.token.Secret.of(SECRET));
    assertThat(Objects.requireNonNull(configuration.server().keyStorePassword()).reveal())
        .isEqualTo(SECRET + "1");
    try (dev.tms.Tms tms = configuration.toTms()) {
      assertThat(tms.createdKeys()).isTrue();
    }
    assertThat(Files.readString(configuration.keysFile())).contains("\"passphrase\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "  \r\n"})
  void parse_emptySecretFile_isAProblem(String content) throws Exception {
    Files.writeString(folder.resolve("client"), content);

    assertThat(problems(with("Client", "\"ClientSecretFile\": \"client\""), folder, Map.of()))
        .singleElement()
        .asString()
        .startsWith("Client.ClientSecretFile: the file is empty");
  }

  @Test
  void parse_secretFileThatIsNoText_isAProblemThatDoesNotQuoteIt() throws Exception {
    Files.write(folder.resolve("client"), new byte[] {'s', '3', (byte) 0xC3});
    Files.writeString(folder.resolve("large"), SECRET.repeat(10_000));

    assertThat(problems(with("Client", "\"ClientSecretFile\": \"client\""), folder, Map.of()))
        .singleElement()
        .asString()
        .contains("not text in UTF-8");
    assertThat(problems(with("Client", "\"ClientSecretFile\": \"large\""), folder, Map.of()))
        .singleElement()
        .asString()
        .contains("too large for a secret")
        .doesNotContain(SECRET);
  }

  @Test
  void parse_anySecretInAnyShape_isInNoMessage() {
    List<String> shapes =
        List.of(
            "\"" + SECRET + "\"",
            "[\"" + SECRET + "\"]",
            "{\"a\": \"" + SECRET + "\"}",
            "\"" + SECRET + "\\n\\u0000\"");
    List<String> messages = new ArrayList<>();
    for (KnownKey key : KnownKeys.ALL) {
      if (key.type() == KnownKey.Type.SECRET) {
        for (String shape : shapes) {
          messages.addAll(everythingSaid(key, shape));
        }
      }
    }

    assertThat(messages)
        .hasSizeGreaterThan(20)
        .allSatisfy(message -> assertThat(message).doesNotContain(SECRET));
  }

  private List<String> everythingSaid(KnownKey key, String shape) {
    String path = key.path().replace("<name>", "a");
    String json = shape;
    List<String> names = new ArrayList<>(List.of(path.split("\\.", -1)));
    Collections.reverse(names);
    for (String name : names) {
      json = "{\"" + name + "\": " + json + "}";
    }
    // a second mistake, so that a sound secret is in the room when problems are listed
    json = json.substring(0, json.length() - 1) + ", \"Unknown\": 1}";
    List<String> said = new ArrayList<>();
    problems(json, folder, Map.of()).forEach(problem -> said.add(problem.toString()));
    problems("{}", folder, Map.of(Environment.name(path), shape))
        .forEach(problem -> said.add(problem.toString()));
    try {
      TmsConfiguration good =
          TmsConfiguration.parse(
              json.replace(", \"Unknown\": 1", ""), folder, Map.of("TMS_Client__ClientId", "x"));
      said.addAll(good.warnings());
      said.addAll(good.notices());
      said.add(good.server().toString());
      said.add(good.keys().toString());
      said.add(good.reading().toString());
    } catch (dev.tms.InvalidConfigurationException e) {
      said.add(String.valueOf(e.getMessage()));
    }
    return said;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Client\": {\"ClientId\": \"x\", \"Authority\": \"https://me:s3cret-Hq7@id.example\"}}",
        "{\"Client\": {\"ClientId\": \"x\", \"Authority\": \"https:/me:s3cret-Hq7@id.example\"}}",
        "{\"Client\": {\"ClientId\": \"x\", \"TokenEndpoint\":"
            + " \"https://me:s3cret-Hq7@id.example\"}}",
        "{\"Client\": {\"ClientId\": \"x\"}, \"Server\": {\"PublicUrl\":"
            + " \"https://a:s3cret-Hq7@b\"}}",
        "{\"Client\": {\"ClientId\": \"x\"}, \"FrontEnd\": {\"FrontEndRedirectUrl\":"
            + " \"https://a:s3cret-Hq7@b\"}}",
        "{\"Client\": {\"ClientId\": \"x\"}, \"FrontEnd\": {\"FrontEndCorsOrigin\":"
            + " [\"https://a:s3cret-Hq7@b\"]}}",
        "{\"Client\": {\"ClientId\": \"x\"}, \"Tenants\": {\"DiscoveryUrlTemplate\":"
            + " \"https://a:s3cret-Hq7@b\"}}",
        "{\"Client\": {\"ClientId\": \"x\"}, \"Store\": {\"Url\": \"redis://a:s3cret-Hq7@b\"}}"
      })
  void parse_credentialsInUrl_areRefusedAndNotQuoted(String json) {
    assertThat(problems(json, folder, Map.of()))
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain(SECRET));
  }
}
