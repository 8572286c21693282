package dev.tms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tms.InvalidConfigurationException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is no configuration is one clear problem, and is not quoted. */
class ConfigurationFileTest {
  private static final Map<String, String> CLIENT = Map.of("TMS_Client__ClientId", "x");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "'  '|is empty",
        "// nothing|is empty",
        "[]|must be a JSON object: { ... }",
        "\"s3cret\"|must be a JSON object: { ... }",
        "{\"Client\": {\"ClientSecret\": \"s3cret\"|ends too early (line 1, column 37)",
        "{\"Client\": s3cret}|is not valid JSON (line 1, column",
        "s3cret|is not valid JSON (line 1, column",
        "{} s3cret|is not valid JSON (line 1, column",
        "{} {}|goes on after its object (line 1, column 4)",
        "{'a': 1}|is not valid JSON (line 1, column"
      })
  void load_notAConfiguration_isOneProblem(String content, String message) throws Exception {
    Path file = Files.writeString(folder.resolve("tms.json"), content);

    assertProblem(file, message);
  }

  @Test
  void load_missing_isOneProblem() {
    assertProblem(folder.resolve("none.json"), "does not exist");
  }

  @Test
  void load_directory_isOneProblem() {
    assertProblem(folder, "is a directory");
  }

  @Test
  void load_notUtf8_isOneProblem() throws Exception {
    byte[] latin1 = "{\"Client\": {\"ClientId\": \"ü\"}}".getBytes(StandardCharsets.ISO_8859_1);

    assertProblem(Files.write(folder.resolve("tms.json"), latin1), "is not text in UTF-8");
  }

  @Test
  void load_tooLarge_isOneProblem() throws Exception {
    String large = "{" + " ".repeat(1 << 20) + "}";

    assertProblem(Files.writeString(folder.resolve("tms.json"), large), "is larger than 1 MiB");
  }

  @Test
  void load_tooDeep_isOneProblem() throws Exception {
    String deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);

    assertProblem(Files.writeString(folder.resolve("tms.json"), deep), "is not valid JSON");
  }

  @Test
  void load_byteOrderMark_isAccepted() throws Exception {
    Path file = Files.writeString(folder.resolve("tms.json"), "\uFEFF{}");

    assertThat(TmsConfiguration.load(file, CLIENT).keysFile())
        .isEqualTo(folder.resolve("tms-keys.json"));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void load_secretInFileReadableByAll_warns() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("tms.json"), "{\"Client\": {\"ClientSecret\": \"s3cret\"}}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(TmsConfiguration.load(file, CLIENT).warnings())
        .singleElement()
        .asString()
        .startsWith("Client.ClientSecret: stands in a file that all users");

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(TmsConfiguration.load(file, CLIENT).warnings()).isEmpty();
  }

  private static void assertProblem(Path file, String message) {
    InvalidConfigurationException e =
        catchThrowableOfType(
            InvalidConfigurationException.class, () -> TmsConfiguration.load(file, CLIENT));

    assertThat(e.problems()).hasSize(1);
    assertThat(e.getMessage())
        .startsWith(file + ": " + message)
        .doesNotContain("s3cret")
        .doesNotContain("\n");
    assertThat(e).hasNoCause();
  }
}
