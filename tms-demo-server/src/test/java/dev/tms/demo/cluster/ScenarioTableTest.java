package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table and the scenarios are the same; what it says is seen by the tests of each store. */
class ScenarioTableTest {
  private final ScenarioTable table = ScenarioTable.read();

  @Test
  @DisplayName("docs/refresh.md has a row for each scenario, and no other")
  void document_rows_areTheScenarios() {
    assertThat(table.rows())
        .containsExactlyElementsOf(Stream.of(Scenario.values()).map(Scenario::row).toList());
  }

  @Test
  @DisplayName("Every session that ends is one of the permitted losses")
  void document_loss_isPermitted() {
    for (Scenario scenario : Scenario.values()) {
      for (String store : List.of("Redis", "PostgreSQL", "memory, one node")) {
        String cell = table.cell(scenario, store);
        if (!cell.equals("–") && !cell.startsWith("kept,")) {
          assertThat(table.permitsLoss(scenario)).as(scenario.row()).isTrue();
        }
      }
    }
  }
}
