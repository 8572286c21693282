package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of {@code docs/refresh.md} that says what becomes of a session: a row for each {@link
 * Scenario}, a column for each store. A cell is an outcome and a number of token requests, each
 * possibly several: {@code kept, 1} or {@code session_expired, 2 to 3}.
 */
final class ScenarioTable {
  private static final Path DOCUMENT = Path.of("../docs/refresh.md");
  private static final String FIRST = "what happens";
  private static final String LAST = "permitted as";
  private static final String NOTHING = "–";
  private static final Pattern CELL =
      Pattern.compile("([a-z_]+(?: or [a-z_]+)*), (\\d+)(?: to (\\d+))?");

  private final List<String> head;
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private ScenarioTable(List<String> lines) {
    int at = 0;
    while (!lines.get(at).startsWith("| " + FIRST + " |")) {
      at++;
    }
    this.head = cells(lines.get(at));
    for (int i = at + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      List<String> cells = cells(lines.get(i));
      rows.put(cells.get(0), cells);
    }
  }

  static ScenarioTable read() {
    try {
      return new ScenarioTable(Files.readAllLines(DOCUMENT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(1, line.lastIndexOf('|')).split("\\|", -1)) {
      cells.add(cell.strip());
    }
    return cells;
  }

  /** The first cells of all rows. */
  List<String> rows() {
    return List.copyOf(rows.keySet());
  }

  /** What a store's cell says of a scenario, or {@code –}. */
  String cell(Scenario scenario, String store) {
    assertThat(rows).containsKey(scenario.row());
    int column = head.indexOf(store);
    assertThat(column).as("column %s", store).isPositive();
    return rows.get(scenario.row()).get(column).replace("`", "");
  }

  /** Whether the row says by which of the permitted losses a session may end. */
  boolean permitsLoss(Scenario scenario) {
    String cell = rows.get(scenario.row()).get(head.indexOf(LAST));
    return !cell.isEmpty() && !cell.equals(NOTHING);
  }

  /** Fails where what was seen is not what the table says. */
  void check(Scenario scenario, String store, String outcome, int tokenRequests) {
    String cell = cell(scenario, store);
    String seen = "seen on " + store + ": " + outcome + ", " + tokenRequests;
    Matcher said = CELL.matcher(cell);
    assertThat(said.matches()).as("%s; a cell of the table: %s", seen, cell).isTrue();
    int least = Integer.parseInt(said.group(2));
    int most = said.group(3) == null ? least : Integer.parseInt(said.group(3));
    assertThat(said.group(1).split(" or ")).as("%s; %s", seen, scenario.row()).contains(outcome);
    assertThat(tokenRequests).as("%s; %s", seen, scenario.row()).isBetween(least, most);
    if (!outcome.equals("kept")) {
      assertThat(permitsLoss(scenario)).as("a permitted loss: %s", scenario.row()).isTrue();
    }
  }
}
