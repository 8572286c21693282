package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Limits log lines that untrusted requests cause: at most 5 per kind and minute. The first line
 * after that minute, of any kind, reports how many were suppressed. Thread-safe.
 */
public final class ThrottledLog {
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_LINES = 5;
  private static final int MOST_KINDS = 100;
  private static final String OTHER = "other";

  private final Logger log;
  private final InstantSource clock;
  private final Object lock = new Object(); // guards windows
  private final Map<String, Window> windows = new LinkedHashMap<>();

  public ThrottledLog(Logger log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  private static final class Window {
    final Level level;
    final Instant end;
    final Set<String> said = new HashSet<>();
    int lines;
    long untold;

    Window(Level level, Instant end) {
      this.level = level;
      this.end = end;
    }
  }

  private record LeftOut(Level level, String kind, long lines) {}

  /**
   * Logs the text, unless this minute already has it or the kind has reached its limit.
   *
   * @param kind the unit of the limit; a fixed text, never taken from a request
   * @param text one line
   * @return whether it was logged
   */
  public boolean log(Level level, String kind, String text) {
    return log(level, kind, text, false);
  }

  /**
   * Logs the text even if this minute already has it, for a state that has changed back. The limit
   * of the kind applies.
   */
  public void logChange(Level level, String kind, String text) {
    log(level, kind, text, true);
  }

  private boolean log(Level level, String kind, String text, boolean repeats) {
    if (!log.isLoggable(level)) {
      return false;
    }
    List<LeftOut> leftOut = new ArrayList<>();
    boolean isSaid;
    synchronized (lock) {
      Instant now = clock.instant();
      removeEnded(now, leftOut);
      String counted = windows.containsKey(kind) || windows.size() < MOST_KINDS ? kind : OTHER;
      Window window =
          windows.computeIfAbsent(counted, fresh -> new Window(level, now.plus(WINDOW)));
      isSaid = window.lines < MOST_LINES && (window.said.add(text) || repeats);
      window.lines += isSaid ? 1 : 0;
      window.untold += isSaid ? 0 : 1;
    }
    for (LeftOut one : leftOut) {
      log.log(
          one.level,
          "{0}: {1} more within a minute were left out of this log",
          one.kind,
          Long.toString(one.lines));
    }
    if (isSaid) {
      log.log(level, "{0}", text);
    }
    return isSaid;
  }

  private void removeEnded(Instant now, List<LeftOut> leftOut) {
    for (Iterator<Map.Entry<String, Window>> all = windows.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Window> one = all.next();
      Window window = one.getValue();
      // a window that ends too far in the future shows that the clock was set back
      if (!now.isBefore(window.end) || window.end.isAfter(now.plus(WINDOW))) {
        all.remove();
        if (window.untold > 0) {
          leftOut.add(new LeftOut(window.level, one.getKey(), window.untold));
        }
      }
    }
  }
}
