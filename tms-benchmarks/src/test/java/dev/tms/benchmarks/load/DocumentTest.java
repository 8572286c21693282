package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentTest {
  @TempDir Path folder;

  @Test
  void write_replacesThePart_andWritesCharts() throws IOException {
    Path document = folder.resolve("a.md");
    Files.writeString(document, "before\n" + Document.BEGIN + "old\n" + Document.END + "after\n");

    Document.write(document, "new\n", Map.of("chart.svg", "<svg/>"));
    Document.write(document, "newer\n", Map.of());

    assertThat(document)
        .hasContent("before\n" + Document.BEGIN + "\nnewer\n\n" + Document.END + "after\n");
    assertThat(folder.resolve("images/chart.svg")).hasContent("<svg/>");
  }

  @Test
  void replaced_withoutThePart_isRefused() {
    assertThatThrownBy(() -> Document.replaced(Document.END + Document.BEGIN, "new"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(Document.BEGIN);
  }

  @Test
  void performance_hasThePart() throws IOException {
    String text = Files.readString(Path.of("../docs/performance.md"));

    assertThat(Document.replaced(text, "new")).contains("new");
  }
}
