package dev.tms.benchmarks;

import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request whose header fields are found as quickly as a server finds them. */
public final class PlainRequest implements Request {
  private final String method;
  private final String path;
  private final @Nullable String query;
  private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  PlainRequest(String method, String path, @Nullable String query, Map<String, String> fields) {
    this.method = method;
    this.path = path;
    this.query = query;
    fields.forEach((name, value) -> this.fields.put(name, List.of(value)));
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public @Nullable String query() {
    return query;
  }

  @Override
  public List<String> headers(String name) {
    return fields.getOrDefault(name, List.of());
  }

  @Override
  public Body body() {
    return Body.NONE;
  }
}
