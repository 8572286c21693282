package dev.tms.demo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.ManualClock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

  @Test
  void throttle_whatRequestsCause_isAFewLinesWithoutTraces() {
    Logger listener = Logger.getLogger("io.undertow.request.io");
    Logger service = Logger.getLogger("dev.tms.demo.server.Undertow");
    List<LogRecord> lines = new ArrayList<>();
    service.setFilter(line -> !lines.add(line));
    LogLine.throttle(new ManualClock(Instant.parse("2026-01-01T00:00:00Z")));
    try {
      for (int i = 0; i < 100; i++) {
        listener.log(Level.SEVERE, "connection " + i, new IOException("field"));
      }
    } finally {
      service.setFilter(null);
    }

    assertThat(lines).hasSize(5);
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.SEVERE);
              assertThat(format.formatMessage(line)).endsWith("(java.io.IOException: field)");
              assertThat(line.getThrown()).isNull();
            });
  }

  private static LogRecord record(Level level, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName("dev.tms.Some");
    record.setInstant(Instant.parse("2026-01-01T00:00:00Z"));
    return record;
  }
}
