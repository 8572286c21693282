package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogLineTest {
  private final LogLine format = new LogLine();

  @Test
  void format_event_isOneLine() {
    LogRecord record = record(Level.WARNING, "login failed with {0}: {1}");
    record.setParameters(new Object[] {"login_failed", "one\r\ntwo"});

    assertThat(format.format(record))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} WARNING dev\\.tms\\.Some:"
                + " login failed with login_failed: one\\?\\?two\\R");
  }

  @Test
  void format_exception_hasItsTraceBelow() {
    LogRecord record = record(Level.SEVERE, "broken");
    record.setThrown(new IllegalStateException("what"));

    assertThat(format.format(record).lines().toList())
        .hasSizeGreaterThan(2)
        .satisfies(lines -> assertThat(lines.get(0)).endsWith("SEVERE  dev.tms.Some: broken"))
        .contains("java.lang.IllegalStateException: what");
  }

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("dev.tms.Some");
    record.setInstant(Instant.parse("2026-01-01T00:00:00Z"));
    return record;
  }
}
