package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.web.Cookies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A browser's cookies, or a copy of them. */
final class Browser {
  final int number;
  Login login;
  private final Map<String, String> values = new LinkedHashMap<>();

  Browser(int number, Login login) {
    this.number = number;
    this.login = login;
  }

  Browser copy(int other) {
    Browser copy = new Browser(other, login);
    copy.values.putAll(values);
    return copy;
  }

  void apply(List<SetCookie> cookies) {
    for (SetCookie cookie : cookies) {
      if (cookie.clear()) {
        values.remove(cookie.name());
      } else {
        values.put(cookie.name(), cookie.value());
      }
    }
    Session session = session();
    if (session != null) {
      login = login.family.login(session.id());
    }
  }

  Cookies cookies() {
    return Cookies.parse(
        List.of(
            values.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "))));
  }

  /** The session in its cookies, or null. */
  Session session() {
    String value = values.get(ModelNode.COOKIES.name(""));
    return value == null ? null : login.opened(value);
  }

  @Override
  public String toString() {
    return "browser " + number;
  }
}
