package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The browser inside the app, with cookies of its own: goes where redirects lead, and signs the
 * user in at the provider. Not thread-safe.
 */
final class WebView {
  /** As browsers write it: some providers answer nothing else with a page. */
  static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static final int MAX_STEPS = 30;

  private final Http http;
  private final URI service;
  private final @Nullable URI frontEnd;
  private final Transcript transcript;

  /**
   * A web view for logins at this service.
   *
   * @param frontEnd where a login ends; null: wherever the service's callback redirects to
   */
  WebView(Http http, URI service, @Nullable URI frontEnd, Transcript transcript) {
    this.http = http;
    this.service = service;
    this.frontEnd = frontEnd;
    this.transcript = transcript;
  }

  /** For a request of the app's own with the web view's cookies. */
  Http http() {
    return http;
  }

  CookieJar cookies() {
    return http.cookies();
  }

  /**
   * Opens the address, signs in where the provider asks for it, and stops when the front end comes
   * up, which is not asked for: an app closes its web view at this point.
   *
   * @return the front end's URL, with {@code error} where the login failed
   */
  URI signIn(URI begin, Account account) throws ClientFailure {
    boolean filledIn = false;
    Answer page = http.get(begin);
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<URI> next = page.redirect();
      if (next.isPresent()) {
        if (isFrontEnd(page, next.get())) {
          transcript.request(page, "the front end comes up");
          return next.get();
        }
        transcript.request(page, "");
        page = http.get(next.get());
        continue;
      }
      Optional<HtmlForm> login = HtmlForm.login(page);
      Optional<HtmlForm> response = HtmlForm.sentAtOnce(page);
      if (login.isPresent()) {
        if (filledIn) {
          throw new ClientFailure("the provider did not accept user name and password");
        }
        filledIn = true;
        transcript.request(page, "a login form, filled in as " + account.user());
        page = http.submit(login.get().action(), login.get().filledIn(account));
      } else if (response.isPresent()) {
        transcript.request(page, "a form that sends itself");
        page = http.submit(response.get().action(), response.get().untouched());
      } else {
        throw stuck(page);
      }
    }
    throw new ClientFailure("redirected " + MAX_STEPS + " times without an end");
  }

  /** Follows the redirects of a logout, so that the provider's own session ends as well. */
  Answer follow(URI begin) throws ClientFailure {
    Answer page = http.get(begin);
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<URI> next = page.redirect();
      if (next.isEmpty() || isBelowService(page.uri())) {
        break; // what the service itself redirects to is the front end
      }
      transcript.request(page, "");
      page = http.get(next.get());
    }
    return page;
  }

  /** Where front end and service share an origin, the way to the callback is not the end. */
  private boolean isFrontEnd(Answer page, URI next) {
    boolean isAfterCallback = isBelowService(page.uri()) && page.isOfCallback();
    return frontEnd == null
        ? isAfterCallback
        : next.toString().startsWith(frontEnd.toString())
            && (isAfterCallback || !isBelowService(next));
  }

  private boolean isBelowService(URI uri) {
    return uri.toString()
        .toLowerCase(Locale.ROOT)
        .startsWith(service.toString().toLowerCase(Locale.ROOT));
  }

  private ClientFailure stuck(Answer page) {
    String where = page + " (" + page.problem() + ")";
    if (page.isOfCallback() && isBelowService(page.uri())) {
      return new ClientFailure("the service did not take the login: " + where);
    }
    if (isBelowService(page.uri())) {
      return new ClientFailure("the login did not begin: " + where);
    }
    return new ClientFailure(
        "no login form and no way on: "
            + where
            + "; --url must be the service's public URL, and --front-end can name where a login"
            + " ends");
  }
}
