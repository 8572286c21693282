package dev.tms.servlet;

import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is needed of a request to open its session: its cookies. Containers use request objects
 * again, so that work which outlives its request must not hold one. Immutable.
 *
 * @param cookies the values of its {@code Cookie} fields
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

  /** Without the cookies. */
  @Override
  public String toString() {
    return "SessionRequest";
  }
}
