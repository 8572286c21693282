package dev.tms.registration.doctor;

import dev.tms.http.Header;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Page;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Returned;
import dev.tms.registration.doctor.NotSeen.Kind;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
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
import org.jspecify.annotations.Nullable;

/**
 * Sends an authorization request as a browser does, until the first page or the redirect URI, which
 * is never called. No user signs in. Thread-safe; blocks.
 */
record AuthorizationProbe(WebProbe web, InstantSource clock, Duration limit) {
  private static final int MAX_REDIRECTS = 10;
  private static final int MAX_DESCRIPTION = 500;
  private static final int MAX_WORD = 200;
  private static final List<Header> BROWSER =
      List.of(
          new Header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
          new Header("Accept-Language", "en"));

  AuthorizationOutcome ask(URI request, URI redirectUri) {
    return new Way(redirectUri, parameters(request.getRawQuery()).get("state")).from(request);
  }

  private final class Way {
    private final URI redirectUri;
    private final @Nullable String state;
    private final CookieManager cookies =
        new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

    Way(URI redirectUri, @Nullable String state) {
      this.redirectUri = redirectUri;
      this.state = state;
    }

    AuthorizationOutcome from(URI request) {
      Instant end = clock.instant().plus(limit);
      URI next = request;
      for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
        Duration left = Duration.between(clock.instant(), end);
        if (left.toMillis() <= 0) {
          return new NotSeen(
              Kind.ANSWER_TIMED_OUT,
              "no page after " + redirects + " redirects within " + limit.toMillis() + " ms");
        }
        WebOutcome outcome = web.get(next, headers(next), left);
        if (outcome instanceof NotSeen notSeen) {
          return notSeen;
        }
        Seen seen = (Seen) outcome;
        keepCookies(seen);
        HtmlPage page = seen.isHtml() ? new HtmlPage(seen) : null;
        Optional<String> location =
            seen.status() / 100 == 3 ? seen.header("Location") : Optional.empty();
        Optional<URI> to =
            location.isPresent()
                ? Locations.resolve(seen.uri(), location.get())
                : Optional.ofNullable(page).flatMap(HtmlPage::movesTo);
        if (location.isPresent() && to.isEmpty()) {
          return badRedirect(seen, "to what is no address");
        }
        if (location.isEmpty() && page != null) {
          Optional<Map<String, String>> form = page.formTo(redirectUri);
          if (form.isPresent()) {
            return returned(form.get());
          }
        }
        if (to.isEmpty()) {
          return page(seen, page);
        }
        next = to.get();
        if (Locations.sameTarget(next, redirectUri)) {
          return returned(next);
        }
        if (!Locations.isHttp(next)) {
          return badRedirect(seen, "to an address of the scheme " + next.getScheme());
        }
      }
      return new NotSeen(Kind.BAD_REDIRECT, "the provider redirects without end");
    }

    private Returned returned(URI to) {
      Map<String, String> query = parameters(to.getRawQuery());
      boolean isInQuery = query.containsKey("error") || query.containsKey("code");
      Map<String, String> fragment = parameters(to.getRawFragment());
      return returned(isInQuery || fragment.isEmpty() ? query : fragment);
    }

    private Returned returned(Map<String, String> answer) {
      return new Returned(
          text(answer, "error", MAX_WORD),
          text(answer, "error_description", MAX_DESCRIPTION),
          answer.containsKey("code"),
          state == null || state.equals(answer.get("state")));
    }

    private List<Header> headers(URI uri) {
      List<Header> headers = new ArrayList<>(BROWSER);
      try {
        List<String> sent =
            cookies.get(trustworthy(uri), Map.of()).getOrDefault("Cookie", List.of());
        if (!sent.isEmpty()) {
          headers.add(new Header("Cookie", String.join("; ", sent)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e); // cannot happen in memory
      } catch (IllegalArgumentException e) {
        // the cookie cannot be sent
      }
      return headers;
    }

    private void keepCookies(Seen seen) {
      List<String> set =
          seen.headers().stream()
              .filter(header -> header.name().equalsIgnoreCase("Set-Cookie"))
              .map(Header::value)
              .toList();
      try {
        cookies.put(trustworthy(seen.uri()), Map.of("Set-Cookie", set));
      } catch (IOException e) {
        throw new UncheckedIOException(e); // cannot happen in memory
      }
    }
  }

  /** Browsers also send Secure cookies over http to loopback hosts. */
  private static URI trustworthy(URI uri) {
    String host = uri.getHost();
    boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return loopback
        ? URI.create("https" + uri.toString().substring(uri.getScheme().length()))
        : uri;
  }

  private static NotSeen badRedirect(Seen seen, String where) {
    return new NotSeen(
        Kind.BAD_REDIRECT,
        PlainText.line(Locations.bare(seen.uri()) + " redirects (" + seen.status() + ") " + where));
  }

  private static Page page(Seen seen, @Nullable HtmlPage html) {
    return new Page(
        seen.status(),
        Locations.bare(seen.uri()),
        seen.text(),
        html != null && html.looksLikeLogin(),
        html != null && html.needsScript());
  }

  private static Optional<String> text(Map<String, String> answer, String name, int max) {
    return Optional.ofNullable(answer.get(name))
        .map(text -> PlainText.cut(PlainText.line(text), max));
  }

  /** The first value of each parameter. Malformed values are kept undecoded. */
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

  sealed interface AuthorizationOutcome
      permits AuthorizationOutcome.Returned, AuthorizationOutcome.Page, NotSeen {
    /** The redirect URI was reached, but not called (RFC 6749 section 4.1.2). */
    record Returned(
        Optional<String> error,
        Optional<String> errorDescription,
        boolean hasCode,
        boolean keepsState)
        implements AuthorizationOutcome {}

    record Page(int status, URI uri, String text, boolean looksLikeLogin, boolean needsScript)
        implements AuthorizationOutcome {}
  }
}
