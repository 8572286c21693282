package dev.tms.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page shows what the trace writes. */
final class TraceDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "operations", "trace.md");

  @Test
  void example_ofThePage_isWhatIsWritten() throws Exception {
    Matcher example =
        Pattern.compile("(?s)```text\\n[^\\n]* TRACE \\[[0-9a-f]+] (#.*?)```")
            .matcher(Files.readString(PAGE));
    assertThat(example.find()).isTrue();
    Notebook notebook = new Notebook();
    String basic =
        Base64.getEncoder()
            .encodeToString("shop:the+wrong+one%0A".getBytes(StandardCharsets.UTF_8));

    String block =
        notebook.post(
            "grant_type=authorization_code&code="
                + "c".repeat(42)
                + "1&redirect_uri=https%3A%2F%2Fshop.example%2Fcallback&code_verifier="
                + "v".repeat(42)
                + "1",
            List.of(
                new Header("Accept", "application/json"),
                new Header("Authorization", "Basic " + basic)),
            Notebook.json(
                401,
                "{\"error\":\"invalid_client\",\"error_description\":"
                    + "\"Client authentication failed for shop:the wrong one\\n\"}"));

    assertThat(
            Notebook.withoutMarks(block).replace("#1 sent", "#7 sent").replace(", 0 ms", ", 35 ms"))
        .isEqualTo(Notebook.withoutMarks(example.group(1)));
  }
}
