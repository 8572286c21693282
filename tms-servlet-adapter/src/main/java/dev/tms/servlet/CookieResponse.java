package dev.tms.servlet;

import dev.tms.http.Header;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A response of the application that sets session cookies. It is always {@code no-store}, because a
 * cache would hand the session to other users. The cookies survive a reset of the response.
 */
final class CookieResponse extends HttpServletResponseWrapper {
  private static final String NO_STORE = "no-store";

  private final HttpServletResponse response;
  private final List<Header> cookies;

  private CookieResponse(HttpServletResponse response, List<Header> cookies) {
    super(response);
    this.response = response;
    this.cookies = cookies;
    apply();
  }

  /** Returns the response itself if there are no cookies or it is already committed. */
  static HttpServletResponse guard(HttpServletResponse response, List<Header> cookies) {
    return cookies.isEmpty() || response.isCommitted()
        ? response
        : new CookieResponse(response, cookies);
  }

  private void apply() {
    Collection<String> present = response.getHeaders("Set-Cookie");
    for (Header cookie : cookies) {
      if (!present.contains(cookie.value())) {
        response.addHeader(cookie.name(), cookie.value());
      }
    }
    response.setHeader("Cache-Control", NO_STORE);
    vary();
  }

  private void vary() {
    if (!response.getHeaders("Vary").contains("Cookie")) {
      response.addHeader("Vary", "Cookie");
    }
  }

  @Override
  public void setHeader(String name, String value) {
    if (!isAboutCaching(name)) {
      super.setHeader(name, value);
      if (name.equalsIgnoreCase("Vary") || name.equalsIgnoreCase("Set-Cookie")) {
        apply();
      }
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if (!isAboutCaching(name)) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long date) {
    if (!isAboutCaching(name)) {
      super.setDateHeader(name, date);
    }
  }

  @Override
  public void addDateHeader(String name, long date) {
    if (!isAboutCaching(name)) {
      super.addDateHeader(name, date);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (!isAboutCaching(name)) {
      super.setIntHeader(name, value);
    }
  }

  @Override
  public void addIntHeader(String name, int value) {
    if (!isAboutCaching(name)) {
      super.addIntHeader(name, value);
    }
  }

  @Override
  public void reset() {
    super.reset();
    apply();
  }

  /** Covers RFC 9111 and the headers that address CDNs only. */
  private static boolean isAboutCaching(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith("cache-control")
        || lower.equals("surrogate-control")
        || lower.equals("expires")
        || lower.equals("pragma");
  }
}
