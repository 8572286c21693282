package dev.tms.demo.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class JournalTest {
  private final Journal journal = new Journal();

  @Test
  void add_many_keepsTheLatest() {
    for (int i = 0; i < 100; i++) {
      journal.add("one", exchange());
    }

    assertThat(journal.of("one")).hasSize(60);
    assertThat(journal.of("one").get(59).number()).isEqualTo(100);
  }

  @Test
  void add_manyBrowsers_forgetsTheOneNotSeenLongest() {
    journal.add("first", exchange());
    journal.add("second", exchange());
    for (int i = 0; i < 49; i++) {
      journal.of("first");
      journal.add("browser " + i, exchange());
    }

    assertThat(journal.of("first")).hasSize(1);
    assertThat(journal.of("second")).isEmpty();
  }

  private Journal.Exchange exchange() {
    return new Journal.Exchange(journal.next(), Map.of(), 0);
  }
}
