package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of threats in SECURITY.md names tests that exist, and leaves no lesson out. */
final class ThreatModelTest {
  private static final Path ROOT = Path.of("..");
  private static final int LESSONS = 44;
  private static final Pattern CITED = Pattern.compile("`(\\w+(?:Test|Contract))(?:#(\\w+))?`");
  private static final Pattern LESSON_LIST = Pattern.compile("lessons? ((?:\\d+(?:, )?)+)");

  @Test
  void citedTests_exist() throws IOException {
    Map<String, String> sources = testSources();
    Set<String> missing = new TreeSet<>();
    for (MatchResult cited : CITED.matcher(document()).results().toList()) {
      String source = sources.get(cited.group(1));
      String method = cited.group(2);
      if (source == null || (method != null && !source.contains("void " + method + "("))) {
        missing.add(cited.group());
      }
    }

    assertThat(missing).isEmpty();
  }

  @Test
  void lessons_allHaveARow() throws IOException {
    Set<Integer> named =
        LESSON_LIST
            .matcher(document())
            .results()
            .flatMap(list -> Stream.of(list.group(1).split(", ")))
            .filter(number -> !number.isBlank())
            .map(Integer::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(named).containsExactlyElementsOf(IntStream.rangeClosed(1, LESSONS).boxed().toList());
  }

  private static String document() throws IOException {
    return Files.readString(ROOT.resolve("SECURITY.md"));
  }

  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files
                .filter(file -> file.toString().endsWith(".java"))
                .forEach(file -> sources.merge(nameOf(file), read(file), String::concat));
          }
        }
      }
    }
    return sources;
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
