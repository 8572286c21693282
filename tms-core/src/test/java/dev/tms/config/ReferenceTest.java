package dev.tms.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.config.KnownKeys.KnownKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/configuration.md lists every key as it is, and its examples load. */
@ExtendWith(FakeRedis.OnTheClassPath.class)
class ReferenceTest {
  private static final Path REFERENCE = Path.of("../docs/configuration.md");

  @TempDir Path folder;

  @BeforeEach
  void secretsOfTheExamples() throws Exception {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    for (String name :
        List.of(
            "client-secret",
            "key-store-password",
            "store-password",
            "passphrase",
            "login.shop.example.p12")) {
      Files.writeString(secrets.resolve(name), "secret\n");
    }
  }

  /** With {@code -Dtms.docs.write=true} the rows of the page are those of {@code keys.md} again. */
  @Test
  void reference_keyTables_listEveryKeyOnceAndNothingElse() throws Exception {
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.write(
          REFERENCE,
          Files.readAllLines(REFERENCE).stream()
              .map(
                  line ->
                      KnownKeys.ALL.stream()
                          .map(KnownKey::row)
                          .filter(row -> line.startsWith(row.substring(0, row.indexOf(" | "))))
                          .findFirst()
                          .orElse(line))
              .toList());
    }
    List<String> rows =
        Files.readAllLines(REFERENCE).stream()
            .filter(line -> line.matches("\\| `[A-Z].*\\| (0\\.1|later) \\|"))
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(KnownKeys.ALL.stream().map(KnownKey::row).toList());
  }

  static Stream<String> examples() throws Exception {
    return blocks("json").stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_file_loads(String json) {
    TmsConfiguration configuration = TmsConfiguration.parse(json, folder, Map.of());

    boolean isLocal = json.contains("http://");
    assertThat(configuration.warnings()).hasSize(isLocal ? 2 : 0);
    assertThat(configuration.server().publicUrl().isSecure()).isEqualTo(!isLocal);
  }

  @Test
  void example_environment_loadsOverAnEmptyObject() throws Exception {
    Map<String, String> environment = new LinkedHashMap<>();
    String block = blocks("sh").get(0);
    Arrays.stream(block.strip().split("\n"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> environment.put(pair[0], pair[1]));

    TmsConfiguration configuration = TmsConfiguration.parse("{}", folder, environment);

    assertThat(configuration.keysFile()).isEqualTo(folder.resolve("secrets/tms-keys.json"));
    assertThat(configuration.reading().frontEnd().origins()).hasSize(2);
    assertThat(configuration.warnings()).singleElement().asString().startsWith("Server.Host: ");
  }

  @Test
  void examples_areThere() throws Exception {
    assertThat(blocks("json")).hasSize(8);
    assertThat(blocks("sh")).hasSize(1);
  }

  private static List<String> blocks(String language) throws Exception {
    return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(REFERENCE))
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
