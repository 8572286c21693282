package dev.tms.testkit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A received request. Immutable. */
public final class Incoming {
  private static final String FORM = "application/x-www-form-urlencoded";

  private final String method;
  private final URI uri;
  private final Map<String, List<String>> headers;
  private final String body;
  private final Map<String, List<String>> query;
  private final Map<String, List<String>> form;

  /** Throws {@link IllegalArgumentException} if query or form are malformed. */
  Incoming(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    this.method = method;
    this.uri = uri;
    this.headers = Map.copyOf(headers);
    this.body = new String(body, UTF_8);
    String rawQuery = uri.getRawQuery();
    this.query = rawQuery == null ? Map.of() : Forms.parse(rawQuery);
    this.form = isForm() ? Forms.parse(this.body) : Map.of();
  }

  public String method() {
    return method;
  }

  public URI uri() {
    return uri;
  }

  /** The decoded path. */
  public String path() {
    return uri.getPath();
  }

  /** All headers, names in lower case. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  public Map<String, List<String>> query() {
    return query;
  }

  /** Form parameters; empty unless the body is a form. */
  public Map<String, List<String>> form() {
    return form;
  }

  /** Form parameters of a POST, query parameters otherwise. */
  public Map<String, List<String>> parameters() {
    return method.equals("POST") ? form : query;
  }

  /** The value of a form parameter; empty if it is missing or repeated. */
  public Optional<String> formValue(String name) {
    List<String> values = form.getOrDefault(name, List.of());
    return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
  }

  public Optional<String> cookie(String name) {
    for (String line : headers.getOrDefault("cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        String trimmed = pair.trim();
        if (trimmed.startsWith(name + "=")) {
          return Optional.of(trimmed.substring(name.length() + 1));
        }
      }
    }
    return Optional.empty();
  }

  public boolean isForm() {
    return header("content-type")
        .map(type -> type.split(";", 2)[0].trim().equalsIgnoreCase(FORM))
        .orElse(false);
  }

  public HTTPRequest toNimbus(URI endpoint) throws ParseException {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.valueOf(method), endpoint);
    for (Map.Entry<String, List<String>> header : new LinkedHashMap<>(headers).entrySet()) {
      request.setHeader(header.getKey(), header.getValue().toArray(new String[0]));
    }
    request.setBody(body);
    return request;
  }
}
