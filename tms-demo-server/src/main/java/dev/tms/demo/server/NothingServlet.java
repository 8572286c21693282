package dev.tms.demo.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.http.ProblemJson;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Behind the service's endpoints there is nothing but a page that says that they are there. */
public final class NothingServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String RUNNING =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>TMS is running</title>
      <link rel="icon" href="data:,">
      <style>
      :root { color-scheme: light dark }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 1rem/1.5 system-ui, sans-serif }
      main { max-width: 32rem; padding: 2rem }
      h1 { font-size: 1.35rem; margin: 0 0 .25rem }
      </style>
      </head>
      <body><main>
      <h1>TMS is running</h1>
      <p>This is the Token Management Service. It has no pages of its own: applications call it, and their users sign in
      through them. Whether it is ready says <code>/health/ready</code>.</p>
      </main></body>
      </html>
      """;

  /** For the container. */
  public NothingServlet() {}

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getRequestURI().equals("/") && request.getMethod().matches("GET|HEAD")) {
      response.setHeader("Cache-Control", "no-store");
      response.setHeader(
          "Content-Security-Policy",
          "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'");
      response.setContentType("text/html; charset=utf-8");
      response.getOutputStream().write(RUNNING.getBytes(UTF_8));
      return;
    }
    Response nothing = ProblemJson.of(ErrorCode.NOT_FOUND);
    response.setStatus(nothing.status());
    nothing.headers().forEach(header -> response.setHeader(header.name(), header.value()));
    response.setHeader("Cache-Control", "no-store");
    response.setContentLength(nothing.body().length);
    response.getOutputStream().write(nothing.body());
  }
}
