package dev.tms.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** What is counted is counted here again; what is timed is not. */
final class GrowthTest {
  private static final Path PAGE = Path.of("../docs/growth.md");

  @Test
  void page_operations_areAsCounted() throws Exception {
    Curve counted = OperationsTable.measure();

    // the sizes of sealed texts change by some bytes from run to run
    assertThat(withoutBytes(Files.readString(PAGE)))
        .as("write the page anew: its first section says how")
        .contains(withoutBytes(counted.markdown()));
  }

  private static String withoutBytes(String markdown) {
    return markdown.replaceAll("\\| [\\d,]+ \\|\n", "|\n");
  }

  @Test
  void page_charts_areThere() throws Exception {
    List<String> charts =
        Pattern.compile("]\\((growth/[^)]*)\\)")
            .matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(charts).hasSize(9);
    for (String chart : charts) {
      assertThat(PAGE.resolveSibling(chart)).exists();
    }
  }

  @Test
  void svg_isXmlWithEachPointAndName() throws Exception {
    Chart chart =
        new Chart(
            "x",
            "Title",
            "across",
            Map.of("one", List.of(new Point(1, 2), new Point(1_000_000, 0)), "two", List.of()));

    String svg = chart.svg();

    Path file = Files.createTempFile("chart", ".svg");
    Files.writeString(file, svg);
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    Files.delete(file);
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
    assertThat(svg).contains(">1M<", ">one<", ">two<", ">across<");
  }
}
