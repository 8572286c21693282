package dev.tms.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/concurrency.md} names the locks and threads that exist, and no others. */
final class ConcurrencyPageTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern NO_CODE =
      Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*|\"(?:\\\\.|[^\"\\\\\\n])*\"");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Locks, and what they guard; synchronized\\b|new"
            + " (Reentrant\\w*Lock|StampedLock|Semaphore)\\b; 1",
        "Threads; new (Thread|ThreadPoolExecutor|ForkJoinPool|Timer)\\(|Executors\\.new; 2"
      })
  void table_ofThePage_hasTheFilesOfTheCode(String heading, String code, int column)
      throws IOException {
    assertThat(table(heading, column)).isEqualTo(sources(Pattern.compile(code)));
  }

  private static Set<String> table(String heading, int column) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/concurrency.md"));
    String section = page.substring(page.indexOf("## " + heading)).split("\n## ", 2)[0];
    Matcher row =
        Pattern.compile("(?m)^\\|(?:[^|]*\\|){" + (column - 1) + "} `(\\w+)` \\|").matcher(section);
    Set<String> names = new TreeSet<>();
    while (row.find()) {
      names.add(row.group(1));
    }
    return names;
  }

  /** The names of the source files that have this outside of comments and strings. */
  private static Set<String> sources(Pattern code) throws IOException {
    Set<String> names = new TreeSet<>();
    for (String module :
        Set.of(
            "tms-core",
            "tms-servlet-adapter",
            "tms-store-redis",
            "tms-registration",
            "tms-demo-server")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String source = NO_CODE.matcher(Files.readString(file)).replaceAll("");
          if (code.matcher(source).find()) {
            names.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    return names;
  }
}
