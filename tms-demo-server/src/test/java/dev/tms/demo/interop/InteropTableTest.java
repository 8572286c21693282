package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The overview shows what the suite's results say. */
class InteropTableTest {
  @Test
  void overview_table_isThatOfTheResults() throws IOException {
    assertThat(Files.readString(Path.of("../docs/providers/README.md")))
        .contains(InteropResults.table());
  }
}
