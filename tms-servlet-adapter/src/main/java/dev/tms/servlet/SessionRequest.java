package dev.tms.servlet;

import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of a request, which suffice to open its session. Containers reuse request objects, so
 * asynchronous work must not hold one. Immutable.
 */
record SessionRequest(List<String> cookies) implements Request {
  static final SessionRequest WITHOUT_COOKIES = new SessionRequest(List.of());

  static SessionRequest of(HttpServletRequest request) {
    return new SessionRequest(List.copyOf(Collections.list(request.getHeaders("Cookie"))));
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return "/";
  }

  @Override
  public @Nullable String query() {
    return null;
  }

  @Override
  public List<String> headers(String name) {
    return name.equalsIgnoreCase("Cookie") ? cookies : List.of();
  }

  @Override
  public Body body() {
    return Body.NONE;
  }

  @Override
  public String toString() {
    return "SessionRequest";
  }
}
