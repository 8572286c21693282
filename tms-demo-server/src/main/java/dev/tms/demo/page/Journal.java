package dev.tms.demo.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The latest exchanges of each browser. Bounded both ways. Thread-safe. */
final class Journal {
  private static final int MAX_BROWSERS = 50;
  private static final int MAX_EXCHANGES = 60;

  // guarded by this
  private final Map<String, Deque<Exchange>> browsers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Exchange>> eldest) {
          return size() > MAX_BROWSERS;
        }
      };
  private long last; // guarded by this

  /** The number of the next exchange. */
  synchronized long next() {
    return ++last;
  }

  synchronized void add(String browser, Exchange exchange) {
    Deque<Exchange> exchanges = browsers.computeIfAbsent(browser, b -> new ArrayDeque<>());
    exchanges.addLast(exchange);
    if (exchanges.size() > MAX_EXCHANGES) {
      exchanges.removeFirst();
    }
  }

  /** The exchanges of a browser, oldest first. */
  synchronized List<Exchange> of(String browser) {
    return List.copyOf(browsers.getOrDefault(browser, new ArrayDeque<>()));
  }
}
