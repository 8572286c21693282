package dev.tms.demo.page;

import dev.tms.testkit.RecordedRequest;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The exchanges of a browser with the service, each with what the service asked the provider
 * meanwhile. With two browsers at the same moment such a request may appear with both.
 */
final class Exchanges {
  private static final Set<RequestKind> FROM_THE_SERVICE =
      EnumSet.of(
          RequestKind.DISCOVERY,
          RequestKind.JWKS,
          RequestKind.TOKEN_CODE,
          RequestKind.TOKEN_REFRESH,
          RequestKind.USERINFO,
          RequestKind.REVOCATION);

  private final Journal journal;
  private final TestProvider provider;

  Exchanges(Journal journal, TestProvider provider) {
    this.journal = journal;
    this.provider = provider;
  }

  /** As JSON, oldest first. */
  Map<String, Object> of(String browser) {
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
        .map(Exchanges::request)
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
}
