package dev.tms.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that the provider has answered, including all secrets.
 *
 * @param kind the purpose
 * @param method upper case
 * @param path decoded
 * @param query query parameters
 * @param form form parameters
 * @param headers names in lower case
 * @param status of the response; 0 if the connection was dropped instead
 * @param at the time of arrival by the provider's clock
 */
public record RecordedRequest(
    RequestKind kind,
    String method,
    String path,
    Map<String, List<String>> query,
    Map<String, List<String>> form,
    Map<String, List<String>> headers,
    int status,
    Instant at) {

  /** Returns the first value of a form parameter, or else of a query parameter. */
  public Optional<String> parameter(String name) {
    List<String> values = form.getOrDefault(name, query.getOrDefault(name, List.of()));
    return values.stream().findFirst();
  }

  /** Returns the first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** Omits parameters and headers. */
  @Override
  public String toString() {
    return kind + " " + method + " " + path + " " + status;
  }
}
