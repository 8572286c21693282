package dev.tms.demo.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tms.demo.page.Journal.Exchange;
import dev.tms.testkit.RecordedRequest;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestProvider;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class PageHandler implements HttpHandler {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final String PREFIX = "/demo/";

  private static final List<String> FILES =
      List.of("page.css", "app.js", "service.js", "session.js", "token.js", "wire.js", "icon.svg");
  private static final String INDEX = "index.html";

  private static final Set<RequestKind> FROM_THE_SERVICE =
      EnumSet.of(
          RequestKind.DISCOVERY,
          RequestKind.JWKS,
          RequestKind.TOKEN_CODE,
          RequestKind.TOKEN_REFRESH,
          RequestKind.USERINFO,
          RequestKind.REVOCATION);

  private final Map<String, StaticFile> files = new LinkedHashMap<>();
  private final TestProvider provider;
  private final Journal journal;
  private final SecureRandom random;
  private final String policy;

  PageHandler(TestProvider provider, Journal journal, SecureRandom random) {
    this.provider = provider;
    this.journal = journal;
    this.random = random;
    files.put("/", StaticFile.load(INDEX));
    FILES.forEach(name -> files.put(PREFIX + name, StaticFile.load(name)));
    String origin = "http://127.0.0.1:" + provider.port();
    this.policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self' "
            + origin
            // the logout is a form that redirects to the provider and back
            + "; form-action 'self' "
            + origin
            + "; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
    addSecurityHeaders(exchange.getResponseHeaders());
    String path = exchange.getRequestPath();
    boolean get =
        exchange.getRequestMethod().equals(Methods.GET)
            || exchange.getRequestMethod().equals(Methods.HEAD);
    StaticFile file = files.get(path);
    if (!get) {
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
      exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
      // an empty response waits for the rest of the request
      exchange.getResponseSender().send("GET and HEAD alone\n");
    } else if (file != null) {
      BrowserCookie.giveTo(exchange, random);
      file.send(exchange);
    } else if (path.equals(PREFIX + "config.json")) {
      send(exchange, config());
    } else if (path.equals(PREFIX + "exchanges.json")) {
      send(exchange, exchanges(BrowserCookie.find(exchange).orElse("")));
    } else {
      exchange.setStatusCode(StatusCodes.NOT_FOUND).endExchange();
    }
  }

  private Map<String, Object> config() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("provider", provider.issuer());
    config.put("api", provider.apiUri().toString());
    config.put("tokenLifetime", Demo.TOKEN_LIFETIME.toSeconds());
    config.put("absoluteTimeout", Demo.SESSIONS.lifetime().absolute().toSeconds());
    return config;
  }

  /** Requests to the provider may appear in several simultaneous exchanges. */
  private Map<String, Object> exchanges(String browser) {
    List<Exchange> exchanges = journal.of(browser);
    List<RecordedRequest> requests = provider.requests();
    List<Map<String, Object>> json = new ArrayList<>();
    for (int i = 0; i < exchanges.size(); i++) {
      int from = exchanges.get(i).providerFrom();
      boolean isLast = i == exchanges.size() - 1;
      int to = isLast ? requests.size() : exchanges.get(i + 1).providerFrom();
      json.add(exchanges.get(i).json(behind(requests.subList(from, Math.max(from, to)))));
    }
    return Map.of("exchanges", json);
  }

  private static List<Map<String, Object>> behind(List<RecordedRequest> requests) {
    return requests.stream()
        .filter(request -> FROM_THE_SERVICE.contains(request.kind()))
        .map(PageHandler::request)
        .toList();
  }

  private static Map<String, Object> request(RecordedRequest request) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("method", request.method());
    json.put("path", request.path());
    json.put("status", request.status());
    request.parameter("grant_type").ifPresent(grant -> json.put("grant", grant));
    request.parameter("token_type_hint").ifPresent(hint -> json.put("hint", hint));
    return json;
  }

  private static void send(HttpServerExchange exchange, Map<String, Object> json)
      throws JsonProcessingException {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
    exchange.getResponseSender().send(ByteBuffer.wrap(MAPPER.writeValueAsBytes(json)));
  }

  private void addSecurityHeaders(HeaderMap headers) {
    headers.put(new HttpString("Content-Security-Policy"), policy);
    headers.put(new HttpString("X-Frame-Options"), "DENY");
    headers.put(new HttpString("Cross-Origin-Opener-Policy"), "same-origin");
    headers.put(new HttpString("Cross-Origin-Resource-Policy"), "same-origin");
    headers.put(
        new HttpString("Permissions-Policy"),
        "camera=(), geolocation=(), microphone=(), payment=()");
  }
}
