package dev.tms.demo.server;

import dev.tms.http.ProblemJson;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Behind the service's endpoints there is nothing. */
public final class NothingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** For the container. */
  public NothingServlet() {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Response nothing = ProblemJson.of(ErrorCode.NOT_FOUND);
    response.setStatus(nothing.status());
    nothing.headers().forEach(header -> response.setHeader(header.name(), header.value()));
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(nothing.body().length);
    response.getOutputStream().write(nothing.body());
  }
}
