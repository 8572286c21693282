package dev.tms.demo.page;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** The latest exchanges of each browser. Bounds both browsers and exchanges. Thread-safe. */
final class Journal {
  static final HttpString NUMBER = new HttpString("Demo-Exchange");

  private static final List<String> SENT =
      List.of("Origin", "Sec-Fetch-Site", "Content-Type", "RequestVerificationToken", "Cookie");
  private static final List<String> RECEIVED =
      List.of("Location", "Set-Cookie", "Content-Type", "Cache-Control", "Retry-After");

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

  synchronized List<Exchange> of(String browser) {
    return List.copyOf(browsers.getOrDefault(browser, new ArrayDeque<>()));
  }

  HttpHandler recording(HttpHandler service, IntSupplier providerRequests) {
    return new Recorder(service, providerRequests);
  }

  /**
   * Records exchanges of browsers that opened the page. The response carries the exchange's number.
   */
  private final class Recorder implements HttpHandler {
    private final HttpHandler service;
    private final IntSupplier providerRequests;

    Recorder(HttpHandler service, IntSupplier providerRequests) {
      this.service = service;
      this.providerRequests = providerRequests;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
      Optional<String> browser = BrowserCookie.find(exchange);
      if (browser.isPresent()) {
        record(exchange, browser.get());
      }
      service.handleRequest(exchange);
    }

    private void record(HttpServerExchange exchange, String browser) {
      long begin = System.nanoTime();
      int providerFrom = providerRequests.getAsInt();
      long number = next();
      // once the headers are complete, because the page may ask right after the response
      exchange.addResponseCommitListener(
          committed -> {
            committed.getResponseHeaders().put(NUMBER, Long.toString(number));
            add(browser, entry(committed, number, begin, providerFrom));
          });
    }
  }

  private static Exchange entry(
      HttpServerExchange exchange, long number, long begin, int providerFrom) {
    String query = exchange.getQueryString();
    String url = exchange.getRequestPath() + (query.isEmpty() ? "" : "?" + query);
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("number", number);
    shown.put("method", exchange.getRequestMethod().toString());
    shown.put("url", Redaction.url(url));
    shown.put("status", exchange.getStatusCode());
    shown.put("millis", Duration.ofNanos(System.nanoTime() - begin).toMillis());
    shown.put("sent", chosen(exchange.getRequestHeaders(), SENT));
    shown.put("received", chosen(exchange.getResponseHeaders(), RECEIVED));
    return new Exchange(number, shown, providerFrom);
  }

  private static Map<String, List<String>> chosen(HeaderMap headers, List<String> names) {
    Map<String, List<String>> chosen = new LinkedHashMap<>();
    for (String name : names) {
      if (headers.contains(name)) {
        chosen.put(
            name, headers.get(name).stream().map(value -> Redaction.header(name, value)).toList());
      }
    }
    return chosen;
  }

  /**
   * An exchange, and what the page shows of it, without secrets. {@code providerFrom} is the
   * provider's request count before it.
   */
  record Exchange(long number, Map<String, Object> shown, int providerFrom) {
    Map<String, Object> json(List<Map<String, Object>> behind) {
      Map<String, Object> json = new LinkedHashMap<>(shown);
      json.put("behind", behind);
      return json;
    }
  }
}
