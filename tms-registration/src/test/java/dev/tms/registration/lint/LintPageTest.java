package dev.tms.registration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.report.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of all rules; its table is written by this test: {@code -Dtms.docs.write=true}. */
final class LintPageTest {
  private static final Path PAGE = Path.of("..", "docs", "registrations", "lint.md");
  private static final String START = "<!-- rules -->\n";

  @Test
  void page_listsEveryRuleAsItIs() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "\n"
                + "| rule | severity | what is wrong | why it matters | fix |\n"
                + "|---|---|---|---|---|\n");
    for (Rule rule : Linter.rules()) {
      table.append(
          "| `%s` | %s | %s | %s (%s) | %s%s |\n"
              .formatted(
                  rule.id(),
                  rule.severity(),
                  rule.title(),
                  rule.why(),
                  rule.reference(),
                  rule.advice(),
                  rule.isFixable() ? " **(fix)**" : ""));
    }
    String page = Files.readString(PAGE);
    String head = page.substring(0, page.indexOf(START) + START.length());
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.writeString(PAGE, head + table);
      page = head + table;
    }

    assertThat(page).as("run with -Dtms.docs.write=true").isEqualTo(head + table);
  }

  @Test
  void page_numberOfRules_isRight() throws IOException {
    Matcher number = Pattern.compile("(\\d+) rules").matcher(Files.readString(PAGE));

    assertThat(number.find()).isTrue();
    assertThat(number.group(1)).isEqualTo(String.valueOf(Linter.rules().size()));
  }
}
