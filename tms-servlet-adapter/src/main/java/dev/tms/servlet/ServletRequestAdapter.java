package dev.tms.servlet;

import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The service's view of a servlet request. Copies nothing.
 *
 * @param path the whole path, decoded once
 */
record ServletRequestAdapter(HttpServletRequest request, String path) implements Request {
  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public Body body() {
    return Body.of(this::stream);
  }

  private InputStream stream() {
    try {
      return request.getInputStream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalStateException e) {
      throw new UncheckedIOException(new IOException("a filter before this one has the body", e));
    }
  }
}
