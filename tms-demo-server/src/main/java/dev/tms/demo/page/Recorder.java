package dev.tms.demo.page;

import dev.tms.demo.page.Journal.Exchange;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Writes the exchanges of browsers that have the page into the journal. The answer carries the
 * exchange's number, for the page to put its own view beside it.
 */
final class Recorder implements HttpHandler {
  static final HttpString NUMBER = new HttpString("Demo-Exchange");

  private static final List<String> SENT =
      List.of("Origin", "Sec-Fetch-Site", "Content-Type", "RequestVerificationToken", "Cookie");
  private static final List<String> RECEIVED =
      List.of("Location", "Set-Cookie", "Content-Type", "Cache-Control", "Retry-After");

  private final HttpHandler service;
  private final Journal journal;
  private final IntSupplier providerRequests;

  Recorder(HttpHandler service, Journal journal, IntSupplier providerRequests) {
    this.service = service;
    this.journal = journal;
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
    long number = journal.next();
    // when the headers are complete, not when all is sent: the page may ask right after the answer
    exchange.addResponseCommitListener(
        committed -> {
          committed.getResponseHeaders().put(NUMBER, Long.toString(number));
          journal.add(browser, entry(committed, number, begin, providerFrom));
        });
  }

  private static Exchange entry(
      HttpServerExchange exchange, long number, long begin, int providerFrom) {
    String query = exchange.getQueryString();
    String url = exchange.getRequestPath() + (query.isEmpty() ? "" : "?" + query);
    return new Exchange(
        number,
        exchange.getRequestMethod().toString(),
        Redaction.url(url),
        exchange.getStatusCode(),
        Duration.ofNanos(System.nanoTime() - begin).toMillis(),
        chosen(exchange.getRequestHeaders(), SENT),
        chosen(exchange.getResponseHeaders(), RECEIVED),
        providerFrom);
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
}
