package dev.tms.endpoint;

import dev.tms.http.Header;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers to navigations: plain pages made of fixed text, or a problem document where the caller
 * asks for JSON.
 */
final class Pages {
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%1$s</title>
      <meta name="viewport" content="width=device-width, initial-scale=1"></head>
      <body><main><h1>Sign-in</h1><p>%2$s</p><p><code>%1$s</code></p><p><a href="%3$s">Continue</a></p></main></body>
      </html>
      """;

  private final URI frontEnd;

  Pages(URI frontEnd) {
    this.frontEnd = frontEnd;
  }

  /** The problem as the caller can read it. */
  Response problem(Request request, ErrorCode code, @Nullable Duration retryAfter) {
    Response problem = ProblemJson.of(code, retryAfter);
    return wantsJson(request) ? problem : page(code, problem);
  }

  private Response page(ErrorCode code, Response problem) {
    List<Header> kept = new ArrayList<>(problem.headers());
    kept.removeIf(header -> header.name().equalsIgnoreCase("Content-Type"));
    return Response.status(code.status())
        .header(
            "Content-Security-Policy",
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
        .body(
            "text/html; charset=utf-8",
            PAGE.formatted(code.wire(), code.title(), escaped(frontEnd)))
        .build()
        .with(kept);
  }

  /** Whether the caller asks for JSON rather than for a page. */
  static boolean wantsJson(Request request) {
    String accept = String.join(",", request.headers("Accept"));
    return accept.contains("application/json") || accept.contains("application/problem+json");
  }

  private static String escaped(URI uri) {
    return uri.toASCIIString()
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace("'", "&#39;");
  }
}
