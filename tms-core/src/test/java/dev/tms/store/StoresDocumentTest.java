package dev.tms.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/stores.md} says what the code does. */
final class StoresDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "stores.md");
  private static final Path THIS =
      Path.of("src", "test", "java", "dev", "tms", "store", "StoresDocumentTest.java");

  @ParameterizedTest
  @EnumSource
  void schema_ofEachDialect_isTheOnePrinted(JdbcDialect dialect) throws IOException {
    assertThat(Files.readAllLines(DOCUMENT)).containsAll(dialect.schema("tms_store"));
  }

  @Test
  void example_ofTheBuilder_isTheOneCompiledHere() throws IOException {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl("jdbc:h2:mem:document;DB_CLOSE_DELAY=-1");

    try (JdbcStore store = example(database)) {
      assertThat(store.putIfAbsent("k", new byte[1], Duration.ofHours(1))).isPresent();
    }

    String document = Files.readString(DOCUMENT);
    int start = document.indexOf("```java\n", document.indexOf("StoresDocumentTest")) + 8;
    String block = document.substring(start, document.indexOf("```", start));
    assertThat(Files.readString(THIS).replaceAll("(?m)^    ", "")).contains(block);
  }

  private static JdbcStore example(DataSource pool) {
    JdbcStore store =
        JdbcStore.builder(pool, new SecureRandom())
            .table("tms_store")
            .timeout(Duration.ofSeconds(2))
            .concurrency(16)
            .build();
    return store;
  }
}
