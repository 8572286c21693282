package dev.tms.store;

import dev.tms.store.JdbcStore.JdbcSql;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What differs from database to database: column types, the database's clock, and how a batch of
 * rows is deleted. All else is plain SQL.
 */
public enum JdbcDialect {
  /** H2 2.x, in its regular mode. */
  H2(
      // the same instant for a whole statement, and UTC whatever the session's zone
      "CAST(FLOOR(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(6)) * 1000) AS BIGINT)",
      "VARBINARY(200)",
      "VARBINARY(65536)",
      "",
      "",
      "INSERT INTO ",
      ""),

  /** PostgreSQL 12 and newer. */
  POSTGRESQL(
      // clock_timestamp moves on within a statement: one that waited for a row's lock judges the
      // row's expiry when it has the lock
      "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000) AS BIGINT)",
      "BYTEA",
      "BYTEA",
      "",
      "",
      "INSERT INTO ",
      // without it a duplicate is an error in the server's log
      " ON CONFLICT DO NOTHING"),

  /**
   * MySQL 8 and MariaDB 10.5 and newer, with InnoDB. Tested on H2's MySQL mode, and on MariaDB
   * where a server is installed; not on a MySQL server.
   */
  MYSQL(
      "FLOOR(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6)) / 1000)",
      "VARBINARY(200)",
      "MEDIUMBLOB", // a BLOB ends one byte before 64 KiB
      ", INDEX TABLE_expires (expires_at)", // there is no CREATE INDEX IF NOT EXISTS
      " ENGINE=InnoDB",
      // MariaDB's driver logs the error of a duplicate, which quotes the key
      "INSERT IGNORE INTO ",
      "");

  /** The table where none is named: {@code tms_store}. */
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

  /** The dialect of a product, as {@link java.sql.DatabaseMetaData} names it. */
  public static Optional<JdbcDialect> ofProduct(String productName) {
    return switch (productName.toLowerCase(Locale.ROOT)) {
      case "h2" -> Optional.of(H2);
      case "postgresql" -> Optional.of(POSTGRESQL);
      case "mysql", "mariadb" -> Optional.of(MYSQL);
      default -> Optional.empty();
    };
  }

  /** The dialect of the database with this JDBC URL, by the driver that it names. */
  public static Optional<JdbcDialect> ofUrl(String url) {
    String[] parts = url.toLowerCase(Locale.ROOT).split(":", 3);
    return parts.length == 3 && parts[0].equals("jdbc") ? ofProduct(parts[1]) : Optional.empty();
  }

  /**
   * The statements that make the table and its index where they are not there yet, one each,
   * without semicolons.
   *
   * @throws IllegalArgumentException if the table's name is not one word of letters, digits and
   *     underscores, or two of them with a dot between
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
