package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.report.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the doctor; its tables are written by this test: {@code -Dtms.docs.write=true}. */
final class DoctorPageTest {
  private static final Path PAGE = Path.of("..", "docs", "doctor.md");
  private static final String START = "<!-- faults -->\n";
  private static final Path TESTS =
      Path.of("src", "test", "java", "dev", "tms", "registration", "doctor");

  @Test
  void page_listsEveryAreaAndFaultAsTheyAre() throws IOException {
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(START) + START.length());
    String expected = head + areas() + faults();
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.writeString(PAGE, expected);
      page = expected;
    }

    assertThat(page).as("run with -Dtms.docs.write=true").isEqualTo(expected);
  }

  private static String areas() {
    StringBuilder table =
        new StringBuilder("\n| area | what is looked at | asks others |\n|---|---|---|\n");
    for (Area area : Area.values()) {
      table.append(
          "| `%s` | %s | %s |\n".formatted(area, area.what(), area.asksOthers() ? "yes" : "no"));
    }
    return table.toString();
  }

  private static String faults() {
    StringBuilder table =
        new StringBuilder(
            "\n| finding | area | severity | why it matters | fix |\n|---|---|---|---|---|\n");
    for (Rule fault : Doctor.faults()) {
      table.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(fault.id(), fault.area(), fault.severity(), fault.why(), fault.advice()));
    }
    return table.toString();
  }

  @Test
  void example_isTheOneThatIsCompiled(@TempDir Path folder) throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("```java\n") + "```java\n".length();
    String example = page.substring(begin, page.indexOf("```", begin)).replaceAll("\\s+", "");

    assertThat(Files.readString(TESTS.resolve("Examination.java")).replaceAll("\\s+", ""))
        .contains(example);
    assertThat(Examination.of(folder.resolve("none.json")).isIll()).isTrue();
  }

  @Test
  void faults_areNamedOnce() {
    assertThat(Doctor.faults()).extracting(Rule::id).doesNotHaveDuplicates();
  }

  @Test
  void faults_areEachFoundByATest() throws IOException {
    StringBuilder tests = new StringBuilder();
    try (Stream<Path> files = Files.list(TESTS)) {
      for (Path file : files.toList()) {
        tests.append(Files.readString(file));
      }
    }
    List<String> untested =
        Doctor.faults().stream()
            .map(Rule::id)
            .filter(
                id -> !tests.toString().contains(id + '"') && !tests.toString().contains(id + "]"))
            .toList();

    assertThat(untested).isEmpty();
  }
}
