package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OptionsTest {
  @TempDir Path folder;
  private String jar;

  @BeforeEach
  void jar() throws IOException {
    jar = Files.createFile(folder.resolve("tms.jar")).toString();
  }

  @Test
  void options_given_areRead() {
    Options options =
        options("--only", "servlet,spring", "--call", "token", "--rounds", "7", "--jvm", "-a -b");

    assertThat(options.only).isEqualTo(Set.of("servlet", "spring"));
    assertThat(options.calls).isEqualTo(Set.of(CallKind.TOKEN));
    assertThat(options.rounds).isEqualTo(7);
    assertThat(options.jvm).containsExactly("-a", "-b");
  }

  @ParameterizedTest
  @CsvSource({
    "--only, tomcat, tomcat",
    "--call, both, session or token",
    "--rounds, 0, above 0",
    "--seconds, many, above 0",
    "--baseline, nowhere.jar, there is no nowhere.jar",
    "--write, nowhere.md, there is no nowhere.md",
    "--round, 1, --round: is unknown"
  })
  void options_wrong_areNamed(String name, String value, String message) {
    assertThatThrownBy(() -> options(name, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private Options options(String name, String value) {
    return new Options(folder, "--tms", jar, name, value);
  }

  private Options options(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "--tms";
    all[1] = jar;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return new Options(folder, all);
  }
}
