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

  /**
   * One exchange between a browser and the service, as the page shows it: without anything that
   * could be used.
   *
   * @param millis until the answer's headers were complete
   * @param providerFrom how many requests the provider had answered before
   */
  record Exchange(
      long number,
      String method,
      String url,
      int status,
      long millis,
      Map<String, List<String>> sent,
      Map<String, List<String>> received,
      int providerFrom) {

    Map<String, Object> json(List<Map<String, Object>> behind) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("number", number);
      json.put("method", method);
      json.put("url", url);
      json.put("status", status);
      json.put("millis", millis);
      json.put("sent", sent);
      json.put("received", received);
      json.put("behind", behind);
      return json;
    }
  }
}
