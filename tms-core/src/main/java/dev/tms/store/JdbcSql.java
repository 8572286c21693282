package dev.tms.store;

import java.util.regex.Pattern;

/** The statements of a {@link JdbcStore}, for one dialect and table. */
final class JdbcSql {
  private static final Pattern TABLE =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}(\\.[A-Za-z_][A-Za-z0-9_]{0,39})?");

  /** How many expired rows one statement deletes at most. */
  static final int BATCH = 500;

  final String probe;
  final String get;
  final String live;
  final String update;
  final String updateExpired;
  final String insert;
  final String replace;
  final String remove;
  final String delete;
  final String purge;

  JdbcSql(JdbcDialect dialect, String tableName) {
    String table = checked(tableName);
    String now = dialect.now;
    String set =
        "UPDATE " + table + " SET content = ?, entry_version = ?, expires_at = " + now + " + ?";
    String ofKey = " WHERE entry_key = ?";
    probe = "SELECT entry_key FROM " + table + " WHERE 1 = 0";
    get = "SELECT content, entry_version FROM " + table + ofKey + " AND expires_at > " + now;
    live = "SELECT 1 FROM " + table + ofKey + " AND expires_at > " + now;
    update = set + ofKey;
    updateExpired = set + ofKey + " AND expires_at <= " + now;
    insert =
        dialect.insertPrefix
            + table
            + " (content, entry_version, expires_at, entry_key) VALUES (?, ?, "
            + now
            + " + ?, ?)"
            + dialect.insertSuffix;
    replace = set + ofKey + " AND entry_version = ? AND expires_at > " + now;
    delete = "DELETE FROM " + table + ofKey + " AND entry_version = ?";
    remove = delete + " AND expires_at > " + now;
    purge = purge(dialect, table);
  }

  private static String purge(JdbcDialect dialect, String table) {
    // rows that expired just now are left alone: someone may be writing them anew
    String expired = "expires_at <= (SELECT " + dialect.now + " - 10000)";
    return switch (dialect) {
      case H2 ->
          "DELETE FROM " + table + " WHERE " + expired + " FETCH FIRST " + BATCH + " ROWS ONLY";
      case MYSQL -> "DELETE FROM " + table + " WHERE " + expired + " LIMIT " + BATCH;
      case POSTGRESQL ->
          // nodes that purge at once take different rows instead of waiting for each other
          "DELETE FROM "
              + table
              + " WHERE entry_key IN (SELECT entry_key FROM "
              + table
              + " WHERE "
              + expired
              + " LIMIT "
              + BATCH
              + " FOR UPDATE SKIP LOCKED) AND "
              + expired;
    };
  }

  static String checked(String table) {
    if (!TABLE.matcher(table).matches()) {
      throw new IllegalArgumentException(
          "a table's name is letters, digits and underscores, up to 40, after a schema and a dot or"
              + " alone, got '"
              + table
              + "'");
    }
    return table;
  }
}
