package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the Java on a page with the test that runs it. */
public final class PageJava {
  private static final Path PAGES = Path.of("..", "docs", "registrations");
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "tms", "registration");

  private PageJava() {}

  /** Every statement of the page stands in the test, white space apart. */
  public static void assertStandsIn(String page, String test) throws IOException {
    String source = Files.readString(TESTS.resolve(test)).replaceAll("\\s+", "");
    Matcher block =
        Pattern.compile("(?s)```java\n(.*?)```").matcher(Files.readString(PAGES.resolve(page)));
    int blocks = 0;
    while (block.find()) {
      blocks++;
      for (String statement : block.group(1).split("(?<=;)")) {
        assertThat(source).contains(statement.replaceAll("\\s+", ""));
      }
    }
    assertThat(blocks).isPositive();
  }
}
