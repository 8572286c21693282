package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.web.Cookies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The cookies of a browser, or of a copy of it. */
final class BrowserJar {
  private final Map<String, String> values = new LinkedHashMap<>();

  void apply(List<SetCookie> cookies) {
    for (SetCookie cookie : cookies) {
      if (cookie.clear()) {
        values.remove(cookie.name());
      } else {
        values.put(cookie.name(), cookie.value());
      }
    }
  }

  BrowserJar copy() {
    BrowserJar copy = new BrowserJar();
    copy.values.putAll(values);
    return copy;
  }

  Cookies cookies() {
    return Cookies.parse(
        List.of(
            values.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "))));
  }

  boolean isEmpty() {
    return values.isEmpty();
  }
}
