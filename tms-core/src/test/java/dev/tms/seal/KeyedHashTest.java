package dev.tms.seal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class KeyedHashTest {
  private final Keys keys = Keys.inMemory();
  private final KeyedHash hash = new KeyedHash(SealRig.ring(keys));

  @Test
  @DisplayName("Lesson 43: lookup names are full-length keyed hashes")
  void name_sameFields_sameFullLengthNameOnEveryNode() {
    String name = name("ledger", "a", "b");
    assertThat(name).hasSize(43).matches("[A-Za-z0-9_-]+");
    assertThat(new KeyedHash(SealRig.ring(keys)).name(hash.primaryId(), "ledger", "a", "b"))
        .contains(name);
    assertThat(new KeyedHash(SealRig.ring(Keys.inMemory())).names("ledger", "a", "b"))
        .hasSize(1)
        .doesNotContain(name);
  }

  @Test
  @DisplayName("Lesson 28: names of fields with moved boundaries differ")
  void name_otherLabelOrBoundaries_differs() {
    assertThat(name("ledger", "ab", "c"))
        .isNotEqualTo(name("ledger", "a", "bc"))
        .isNotEqualTo(name("ledger", "abc"))
        .isNotEqualTo(name("ledger", "abc", ""))
        .isNotEqualTo(name("ledger", "c", "ab"))
        .isNotEqualTo(name("mark", "ab", "c"))
        .isNotEqualTo(name("ledgera", "b", "c"));
    assertThat(name("ledger", "a")).isNotEqualTo(name("ledgera"));
  }

  @Test
  void name_unknownKey_isEmpty() {
    assertThat(hash.name(hash.primaryId() ^ 1, "ledger", "a")).isEmpty();
    assertThat(hash.enabledIds()).containsExactly(hash.primaryId());
  }

  private String name(String label, String... fields) {
    return hash.name(hash.primaryId(), label, fields).orElseThrow();
  }
}
