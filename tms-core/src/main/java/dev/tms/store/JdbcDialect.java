package dev.tms.store;

import dev.tms.store.JdbcStore.JdbcSql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The database-specific parts of the SQL: column types, the database clock and batch deletion.
 * Everything else is standard SQL.
 */
public enum JdbcDialect {
  /** H2 2.x in regular mode. */
  H2(
      // constant within a statement, and UTC in any session time zone
      "CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS BIGINT)",
      "VARBINARY(200)",
      "VARBINARY(65536)",
      "",
      "",
      "INSERT INTO ",
      ""),

  /** PostgreSQL 12 and later. */
  POSTGRESQL(
      // clock_timestamp advances within a statement: one that waited for a row lock checks the
      // expiry after acquiring it
      "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)",
      "BYTEA",
      "BYTEA",
      "",
      "",
      "INSERT INTO ",
      // otherwise a duplicate appears as an error in the server log
      " ON CONFLICT DO NOTHING"),

  /**
   * MySQL 8 and later, MariaDB 10.5 and later, with InnoDB. Tested with H2's MySQL mode and, where
   * installed, MariaDB; not with a MySQL server.
   */
  MYSQL(
      "FLOOR(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) / 1000)",
      "VARBINARY(200)",
      "MEDIUMBLOB", // a BLOB is one byte too small for 64 KiB
      ", INDEX TABLE_expires (expires_at)", // CREATE INDEX IF NOT EXISTS is not supported
      " ENGINE=InnoDB",
      // MariaDB's driver logs a duplicate-key error, which quotes the key
      "INSERT IGNORE INTO ",
      "");

  /** Default table: {@code tms_store}. */
  public static final String DEFAULT_TABLE = "tms_store";

  final String now;
  final String insertPrefix;
  final String insertSuffix;
  private final String keyType;
  private final String contentType;
  private final String inlineIndex;
  private final String tableSuffix;

  JdbcDialect(
      String now,
      String keyType,
      String contentType,
      String inlineIndex,
      String tableSuffix,
      String insertPrefix,
      String insertSuffix) {
    this.now = now;
    this.keyType = keyType;
    this.contentType = contentType;
    this.inlineIndex = inlineIndex;
    this.tableSuffix = tableSuffix;
    this.insertPrefix = insertPrefix;
    this.insertSuffix = insertSuffix;
  }

  /** Returns the dialect for a product name as reported by {@link java.sql.DatabaseMetaData}. */
  public static Optional<JdbcDialect> ofProduct(String productName) {
    return switch (productName.toLowerCase(Locale.ROOT)) {
      case "h2" -> Optional.of(H2);
      case "postgresql" -> Optional.of(POSTGRESQL);
      case "mysql", "mariadb" -> Optional.of(MYSQL);
      default -> Optional.empty();
    };
  }

  /** Returns the dialect for the driver named in this JDBC URL. */
  public static Optional<JdbcDialect> ofUrl(String url) {
    String[] parts = url.toLowerCase(Locale.ROOT).split(":", 3);
    return parts.length == 3 && parts[0].equals("jdbc") ? ofProduct(parts[1]) : Optional.empty();
  }

  /**
   * Returns the statements that create the table and its index if they do not exist, without
   * semicolons.
   *
   * @throws IllegalArgumentException if the table name is not one identifier of letters, digits and
   *     underscores, or two separated by a dot
   */
  public List<String> schema(String table) {
    String name = JdbcSql.checked(table);
    String plain = name.substring(name.indexOf('.') + 1);
    String statement =
        "CREATE TABLE IF NOT EXISTS "
            + name
            + " (entry_key "
            + keyType
            + " NOT NULL PRIMARY KEY, entry_version BIGINT NOT NULL, expires_at BIGINT NOT NULL,"
            + " content "
            + contentType
            + " NOT NULL"
            + inlineIndex.replace("TABLE", plain)
            + ")"
            + tableSuffix;
    if (!inlineIndex.isEmpty()) {
      return List.of(statement);
    }
    return List.of(
        statement, "CREATE INDEX IF NOT EXISTS " + plain + "_expires ON " + name + " (expires_at)");
  }
}
