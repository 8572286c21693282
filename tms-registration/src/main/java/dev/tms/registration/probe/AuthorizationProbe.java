package dev.tms.registration.probe;

import dev.tms.http.Header;
import dev.tms.registration.probe.AuthorizationOutcome.Mode;
import dev.tms.registration.probe.AuthorizationOutcome.Page;
import dev.tms.registration.probe.AuthorizationOutcome.Returned;
import dev.tms.registration.probe.AuthorizationOutcome.TooManyRedirects;
import dev.tms.registration.probe.NotSeen.Kind;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends an authorization request as a browser would, with cookies and redirects, up to the first
 * page, or to the redirect URI, which is never called. No one signs in. Thread-safe; blocks.
 */
public final class AuthorizationProbe {
  /** Redirects that are followed. */
  public static final int MAX_REDIRECTS = 10;

  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_WORD = 200;
  private static final List<Header> BROWSER =
      List.of(
          new Header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
          new Header("Accept-Language", "en"));

  private final WebProbe web;
  private final InstantSource clock;
  private final int maxRedirects;
  private final Duration limit;

  /**
   * A probe with its limits.
   *
   * @param maxRedirects redirects that are followed, 0 to {@value #MAX_REDIRECTS}
   * @param limit for the whole way; positive
   * @throws IllegalArgumentException if a limit is out of range
   */
  public AuthorizationProbe(WebProbe web, InstantSource clock, int maxRedirects, Duration limit) {
    if (maxRedirects < 0 || maxRedirects > MAX_REDIRECTS) {
      throw new IllegalArgumentException(
          "maxRedirects must be 0 to " + MAX_REDIRECTS + ", got " + maxRedirects);
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit must be positive, got " + limit);
    }
    this.web = web;
    this.clock = clock;
    this.maxRedirects = maxRedirects;
    this.limit = limit;
  }

  /**
   * What comes of a request.
   *
   * @param request the whole authorization request
   * @param redirectUri ours, which is compared by scheme, host, port and path
   */
  public AuthorizationOutcome ask(URI request, URI redirectUri) {
    Instant end = clock.instant().plus(limit);
    Asked asked = new Asked(redirectUri, parameters(request.getRawQuery()).get("state"));
    Cookies cookies = new Cookies();
    List<URI> way = new ArrayList<>();
    URI next = request;
    while (way.size() <= maxRedirects) {
      way.add(Locations.bare(next));
      Duration left = Duration.between(clock.instant(), end);
      if (left.toMillis() <= 0) {
        return new NotSeen(
            Kind.ANSWER_TIMED_OUT,
            "no page after " + (way.size() - 1) + " redirects within " + limit.toMillis() + " ms");
      }
      WebOutcome outcome = web.get(next, headers(cookies, next), left);
      if (outcome instanceof NotSeen notSeen) {
        return notSeen;
      }
      Seen seen = (Seen) outcome;
      cookies.keep(seen);
      Step step = step(seen, asked, way);
      if (step.outcome().isPresent()) {
        return step.outcome().get();
      }
      next = step.next().orElseThrow();
    }
    return new TooManyRedirects(way);
  }

  /** What was asked for, to which an answer has to fit. */
  private record Asked(URI redirectUri, @Nullable String state) {
    Returned returned(URI to) {
      Map<String, String> query = parameters(to.getRawQuery());
      Map<String, String> fragment = parameters(to.getRawFragment());
      boolean inFragment =
          !query.containsKey("error")
              && !query.containsKey("code")
              && (fragment.containsKey("error") || fragment.containsKey("code"));
      return inFragment ? returned(Mode.FRAGMENT, fragment) : returned(Mode.QUERY, query);
    }

    Returned returned(Mode mode, Map<String, String> answer) {
      return new Returned(
          mode,
          text(answer, "error", MAX_WORD),
          text(answer, "error_description", MAX_DESCRIPTION),
          answer.containsKey("code"),
          text(answer, "iss", MAX_WORD),
          state == null || state.equals(answer.get("state")));
    }
  }

  /** Either where it goes on, or how it ended. */
  private record Step(Optional<URI> next, Optional<AuthorizationOutcome> outcome) {
    static Step to(URI next) {
      return new Step(Optional.of(next), Optional.empty());
    }

    static Step end(AuthorizationOutcome outcome) {
      return new Step(Optional.empty(), Optional.of(outcome));
    }
  }

  private static List<Header> headers(Cookies cookies, URI uri) {
    List<Header> headers = new ArrayList<>(BROWSER);
    cookies.header(uri).ifPresent(headers::add);
    return headers;
  }

  private static Step step(Seen seen, Asked asked, List<URI> way) {
    Optional<String> location =
        seen.status() / 100 == 3 ? seen.header("Location") : Optional.empty();
    if (location.isPresent()) {
      return Locations.resolve(seen.uri(), location.get())
          .map(to -> go(to, asked, seen))
          .orElseGet(() -> Step.end(badRedirect(seen, "to what is no address")));
    }
    if (!HtmlPage.isHtml(seen)) {
      return Step.end(
          new Page(seen.status(), Locations.bare(seen.uri()), seen.text(), false, false, way));
    }
    HtmlPage page = HtmlPage.of(seen);
    Optional<Map<String, String>> form = page.formTo(asked.redirectUri);
    if (form.isPresent()) {
      return Step.end(asked.returned(Mode.FORM_POST, form.get()));
    }
    return page.movesTo()
        .map(to -> go(to, asked, seen))
        .orElseGet(() -> Step.end(page(seen, page, way)));
  }

  private static Step go(URI to, Asked asked, Seen seen) {
    if (Locations.sameTarget(to, asked.redirectUri)) {
      return Step.end(asked.returned(to));
    }
    return Locations.isHttp(to)
        ? Step.to(to)
        : Step.end(badRedirect(seen, "to an address of the scheme " + to.getScheme()));
  }

  private static NotSeen badRedirect(Seen seen, String where) {
    return new NotSeen(
        Kind.BAD_REDIRECT,
        PlainText.line(Locations.bare(seen.uri()) + " redirects (" + seen.status() + ") " + where));
  }

  private static Page page(Seen seen, HtmlPage page, List<URI> way) {
    return new Page(
        seen.status(),
        Locations.bare(seen.uri()),
        page.text(UnaryOperator.identity()),
        page.looksLikeLogin(),
        page.needsScript(),
        way);
  }

  private static Optional<String> text(Map<String, String> answer, String name, int max) {
    return Optional.ofNullable(answer.get(name))
        .map(text -> PlainText.cut(PlainText.line(text), max));
  }

  /** The first value of each parameter; what is malformed is taken as it stands. */
  private static Map<String, String> parameters(@Nullable String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : text == null ? new String[0] : text.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      values.putIfAbsent(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
