package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Words that documents, messages and comments do without: say who it is, or what is done. */
final class WordsTest {
  private static final Pattern WORDS =
      Pattern.compile(
          "\\b([Ss]ome|[Aa]ny|[Ee]very|[Nn]o)body\\b|\\b[Ww]hoever\\b|\\b[Mm]end(s|ed|ing)?\\b"
              + "|by the book|\\b(is|are) told of\\b");

  @Test
  void documentsAndSources_haveNoneOfTheWords() throws IOException {
    Path project = Path.of("..");
    try (Stream<Path> files = Files.walk(project)) {
      List<String> found =
          files
              .filter(file -> isOurs(project.relativize(file).toString()))
              .flatMap(WordsTest::lines)
              .filter(line -> WORDS.matcher(line).find())
              .toList();

      assertThat(found).isEmpty();
    }
  }

  private static boolean isOurs(String file) {
    boolean isDocument = file.endsWith(".md") && (file.startsWith("docs") || !file.contains("/"));
    return isDocument || (file.endsWith(".java") && file.matches("tms-[a-z-]+/src/main/.*"));
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream().map(line -> file + ": " + line.strip());
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
