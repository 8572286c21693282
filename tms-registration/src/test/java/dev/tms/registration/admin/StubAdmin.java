package dev.tms.registration.admin;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import dev.tms.text.Json;
import dev.tms.text.Percent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An admin interface that keeps what it is given, adds members and defaults of its own, and shows
 * no secret.
 */
final class StubAdmin implements ResponseDefinitionTransformerV2 {
  final Map<String, Map<String, Object>> kept = new ConcurrentHashMap<>();
  final List<String> writes = new ArrayList<>();

  /** Called with method and key before anything is done; an answer other than null is given. */
  volatile BiFunction<String, String, @Nullable ResponseDefinition> trouble = (m, k) -> null;

  /** Whether an answer of {@link #trouble} comes after the work is done anyway. */
  volatile boolean worksInTrouble;

  void reset() {
    kept.clear();
    writes.clear();
    trouble = (m, k) -> null;
    worksInTrouble = false;
  }

  @Override
  public String getName() {
    return "stub-admin";
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Request request = event.getRequest();
    String path = String.valueOf(Percent.decode(request.getUrl())).replace("/api/v1/", "");
    if (request.getMethod().equals(RequestMethod.GET)) {
      Map<String, Object> found = kept.get(path);
      return found == null ? ResponseDefinition.notFound() : json(200, shown(found));
    }
    Map<String, Object> body = Json.read(request.getBody()).orElseThrow();
    Object name = body.getOrDefault("clientId", body.get("name"));
    String key = path + "/" + name;
    String method = request.getMethod().getName();
    ResponseDefinition answer = trouble.apply(method, key);
    if (answer != null && !worksInTrouble) {
      return answer;
    }
    writes.add(method + " " + key);
    boolean there = kept.containsKey(key);
    if (there == method.equals("POST")) {
      return ResponseDefinitionBuilder.responseDefinition().withStatus(there ? 409 : 404).build();
    }
    kept.put(key, new LinkedHashMap<>(body));
    return answer != null ? answer : json(there ? 200 : 201, body);
  }

  private static Map<String, Object> shown(Map<String, Object> kept) {
    Map<String, Object> shown = new LinkedHashMap<>(kept);
    shown.putIfAbsent("requireRequestObject", false);
    shown.putIfAbsent("cibaLifetime", 300);
    shown.put("id", 17);
    if (shown.get("clientSecrets") instanceof List<?> secrets) {
      List<Object> hidden = new ArrayList<>();
      for (Object secret : secrets) {
        Map<String, Object> one = new LinkedHashMap<>();
        ((Map<?, ?>) secret).forEach((k, v) -> one.put(k.toString(), v));
        one.put("value", "***");
        hidden.add(one);
      }
      shown.put("clientSecrets", hidden);
    }
    return shown;
  }

  private static ResponseDefinition json(int status, Map<String, Object> body) {
    return ResponseDefinitionBuilder.responseDefinition()
        .withStatus(status)
        .withBody(Json.write(body))
        .build();
  }
}
