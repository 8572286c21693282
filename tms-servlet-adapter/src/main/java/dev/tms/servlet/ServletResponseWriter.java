package dev.tms.servlet;

import dev.tms.http.Header;
import dev.tms.http.Response;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Writes an answer of the service. Never an error page of the container's: the answer is whole. */
final class ServletResponseWriter {
  private static final Set<String> OTHERS_HAVE_TOO = Set.of("set-cookie", "vary");

  private ServletResponseWriter() {}

  static void write(Response answer, HttpServletResponse response) throws IOException {
    response.setStatus(answer.status());
    Set<String> begun = new HashSet<>(OTHERS_HAVE_TOO);
    for (Header header : answer.headers()) {
      if (begun.add(header.name().toLowerCase(Locale.ROOT))) {
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    byte[] body = answer.body();
    if (body.length > 0) {
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
