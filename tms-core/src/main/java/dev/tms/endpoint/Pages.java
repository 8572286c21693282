package dev.tms.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Responses to navigations: fixed pages, or problem documents if the caller accepts JSON. */
final class Pages {
  private static final String STYLE =
      ":root{color-scheme:light dark;--ink:#1c2430;--soft:#566172;--page:#eef1f5;--card:#fff;"
          + "--line:#ccd3dd;--act:#1f5fbf}"
          + "@media(prefers-color-scheme:dark){:root{--ink:#e8ecf2;--soft:#a3adbb;--page:#12161c;"
          + "--card:#1c222b;--line:#3b4554;--act:#7ab0ff}}"
          + "body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--page);"
          + "color:var(--ink);font:1rem/1.55 system-ui,sans-serif}"
          + "main{max-width:28rem;margin:1rem;padding:1.6rem 2rem;background:var(--card);"
          + "border:1px solid var(--line);border-radius:.9rem}"
          + "h1{font-size:1.25rem;line-height:1.25;margin:0 0 .5rem}"
          + "code,p:last-child{color:var(--soft)}a{color:var(--act)}";
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head><meta charset="utf-8"><title>%2$s</title>
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,"><style>%5$s</style></head>
      <body><main><h1>%2$s</h1><p>%3$s</p><p><a href="%4$s">Continue</a></p><p>Code: <code>%1$s</code></p></main></body>
      </html>
      """;
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'sha256-"
          + sha256(STYLE)
          + "'; frame-ancestors 'none'; base-uri 'none'";

  private static final List<String> BROWSERS_SEND =
      List.of("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-User");

  private static final Set<String> NAVIGATIONS = Set.of("GET", "HEAD", "POST");

  private final URI frontEnd;

  Pages(URI frontEnd) {
    this.frontEnd = frontEnd;
  }

  Response problem(Request request, ErrorCode code, @Nullable Duration retryAfter) {
    Response problem = Response.problem(code, retryAfter);
    return wantsJson(request) ? problem : page(code, problem);
  }

  private Response page(ErrorCode code, Response problem) {
    List<Header> kept = new ArrayList<>(problem.headers());
    kept.removeIf(header -> header.name().equalsIgnoreCase("Content-Type"));
    String title = code.title();
    int headline = title.indexOf('.');
    String advice = title.substring(headline + 1).strip();
    return Response.status(code.status())
        .header("Content-Security-Policy", POLICY)
        .body(
            "text/html; charset=utf-8",
            PAGE.formatted(
                code.wire(),
                title.substring(0, headline),
                advice.isEmpty() ? advice(code) : advice,
                escaped(frontEnd),
                STYLE))
        .build()
        .with(kept);
  }

  /** Advises the user, unless the title of the code already does. */
  private static String advice(ErrorCode code) {
    return switch (code.status()) {
      case 503 -> "Wait a moment, then try again.";
      case 400, 403, 404, 405 -> "Go back to the application and start again from there.";
      default -> "Try again. If that does not help, give the code below to the operator.";
    };
  }

  /**
   * Ends a sign-out: redirects browsers to the front end. Other clients get a short text, because
   * the front end's URL may be a placeholder at which nothing listens.
   */
  Response signedOut(Request request, List<SetCookie> cookies) {
    Response.Builder answer =
        isFromBrowser(request)
            ? Response.status(302).header("Location", frontEnd.toString())
            : Response.status(200).body("text/plain; charset=utf-8", "Signed out.\n");
    return answer.cookies(cookies).build();
  }

  /** Returns whether the caller prefers JSON to a page. */
  static boolean wantsJson(Request request) {
    String accept = accept(request);
    return accept.contains("application/json") || accept.contains("application/problem+json");
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Returns whether a window shows the response: the browser says so or at least accepts HTML. */
  static boolean isNavigation(Request request) {
    if (!NAVIGATIONS.contains(request.method())) {
      return false;
    }
    List<String> modes = request.headers("Sec-Fetch-Mode");
    return modes.isEmpty() ? accept(request).contains("text/html") : modes.contains("navigate");
  }

  private static boolean isFromBrowser(Request request) {
    return accept(request).contains("text/html")
        || BROWSERS_SEND.stream().anyMatch(name -> !request.headers(name).isEmpty());
  }

  private static String accept(Request request) {
    return String.join(",", request.headers("Accept")).toLowerCase(Locale.ROOT);
  }

  private static String escaped(URI uri) {
    return uri.toASCIIString()
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace("'", "&#39;");
  }
}
