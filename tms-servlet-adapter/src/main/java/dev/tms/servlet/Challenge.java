package dev.tms.servlet;

import dev.tms.http.FrontEnd;
import dev.tms.http.Header;
import dev.tms.http.PublicUrl;
import dev.tms.http.Response;
import dev.tms.http.ReturnUrls;
import dev.tms.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Answers unauthenticated requests to protected paths: redirects a navigation to the login, and
 * sends a 401 problem to any other call, because a script cannot follow a redirect to the provider.
 * Both get a 503 if the sign-in state is unknown. Immutable.
 */
final class Challenge {
  private static final List<Header> ALWAYS =
      Stream.concat(Protection.OF_REFUSALS.stream(), Stream.of(new Header("Vary", "Cookie")))
          .toList();

  /**
   * {@code same-origin} is what a service worker sends when it forwards a navigation with {@code
   * fetch}.
   */
  private static final Set<List<String>> NAVIGATION_MODES =
      Set.of(List.of("navigate"), List.of("same-origin"));

  private final PublicUrl publicUrl;
  private final ReturnUrls returnUrls;

  Challenge(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
    this.returnUrls = new ReturnUrls(FrontEnd.at(publicUrl.origin() + "/"), publicUrl);
  }

  /** Answers with a 302, or with the 401 or 503 of this error code. */
  Response to(HttpServletRequest request, ErrorCode reason) {
    if (reason.status() == 503 || !isNavigation(request)) {
      return Response.problem(reason).with(ALWAYS);
    }
    return Response.status(302).header("Location", login(request)).build().with(ALWAYS);
  }

  static boolean isNavigation(HttpServletRequest request) {
    List<String> modes = all(request, "Sec-Fetch-Mode");
    return request.getMethod().equals("GET")
        && request.getHeader("X-Requested-With") == null
        && (modes.isEmpty() || NAVIGATION_MODES.contains(modes))
        && accepts(request, "text/html")
        && !isSpeculative(request);
  }

  /**
   * A prefetch must not begin a login. Browsers discard a failed prefetch and request the page
   * again.
   */
  private static boolean isSpeculative(HttpServletRequest request) {
    return all(request, "Sec-Purpose").stream().anyMatch(purpose -> purpose.contains("prefetch"));
  }

  private static boolean accepts(HttpServletRequest request, String type) {
    return all(request, "Accept").stream()
        .anyMatch(accept -> accept.toLowerCase(Locale.ROOT).contains(type));
  }

  private static List<String> all(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  private String login(HttpServletRequest request) {
    String login = publicUrl.resolve("/Auth/BeginLogin").toString();
    return returnUrl(request)
        .map(
            url ->
                login + "?returnUrl=" + URLEncoder.encode(url.toString(), StandardCharsets.UTF_8))
        .orElse(login);
  }

  /**
   * The request's public URL, which does not depend on its headers. If the login would refuse the
   * URL, the query is dropped, and then the whole URL.
   */
  private Optional<URI> returnUrl(HttpServletRequest request) {
    String page = publicUrl.origin() + request.getRequestURI();
    String query = request.getQueryString();
    Optional<URI> whole = returnUrls.resolve(query == null ? page : page + "?" + query);
    return whole.isPresent() ? whole : returnUrls.resolve(page);
  }
}
