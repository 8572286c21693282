package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The browser inside the app, with cookies of its own: goes where redirects lead, and signs the
 * user in at the provider. Not thread-safe.
 */
final class WebView {
  /** As browsers write it: some providers answer nothing else with a page. */
  static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static final int MAX_STEPS = 30;
  private static final String PASSWORD = "(password)";

  private final Http http;
  private final URI service;
  private final @Nullable URI frontEnd;
  private final Transcript transcript;
  private boolean wasAsked;

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
    List<String> answered = List.of();
    Answer page = http.get(begin);
    for (int step = 0; step < MAX_STEPS; step++) {
      Optional<URI> next = page.redirect();
      if (next.isPresent() && isFrontEnd(page, next.get())) {
        transcript.request(page, "the front end comes up");
        return next.get();
      }
      if (next.isPresent()) {
        transcript.request(page, "");
        page = http.get(next.get());
        continue;
      }
      HtmlForm form = formOf(page);
      if (form == null || form.kind() == HtmlForm.Kind.MORE) {
        next = page.refresh();
        if (next.isEmpty()) {
          throw form == null ? stuck(page) : asksForMore(page, form);
        }
        transcript.request(page, "a page that leads on by itself");
        page = http.get(next.get());
        continue;
      }
      if (asks(form)) {
        refuseRepetition(page, form, answered);
        wasAsked = true;
        answered = Stream.concat(answered.stream(), credentials(form).stream()).toList();
      }
      transcript.request(page, what(form, account));
      page = http.submit(form, account);
    }
    throw new ClientFailure("no end after " + MAX_STEPS + " pages and redirects");
  }

  /**
   * Follows a logout as a browser does, so that the provider's own session ends as well; confirms
   * it where the provider asks.
   *
   * @return the answer at which it ends: the service's, or the last page of the provider
   */
  Answer signOut(URI begin, Account account) throws ClientFailure {
    Answer page = http.get(begin);
    for (int step = 0; step < MAX_STEPS && !isBelowService(page.uri()); step++) {
      Optional<URI> next = page.redirect().or(page::refresh);
      Optional<HtmlForm> form = HtmlForm.toSignOut(page);
      if (next.isPresent()) {
        transcript.request(page, "");
        page = http.get(next.get());
      } else if (form.isPresent() && page.status() < 400) {
        transcript.request(page, what(form.get(), account));
        page = http.submit(form.get(), account);
      } else {
        break;
      }
    }
    return page; // what the service itself redirects to is the front end
  }

  /**
   * Begins a login only to see whether the provider asks who the user is. The authorization
   * response is not delivered: no session comes of it.
   *
   * @return false where it does not ask, and so its own session goes on
   * @throws ClientFailure if it comes to neither a form nor an authorization response
   */
  boolean isAskedAgain(URI begin) throws ClientFailure {
    Answer page = http.get(begin);
    for (int step = 0; step < MAX_STEPS; step++) {
      transcript.request(page, "");
      Optional<URI> next = page.redirect();
      if (next.isEmpty()) {
        HtmlForm form = formOf(page);
        if (form == null) {
          throw stuck(page);
        }
        return form.kind() != HtmlForm.Kind.CONSENT && form.kind() != HtmlForm.Kind.SENT_AT_ONCE;
      }
      if (!isBelowService(page.uri()) && isBelowService(next.get())) {
        String query = next.get().getRawQuery();
        return query == null || !("&" + query).contains("&code=");
      }
      page = http.get(next.get());
    }
    return true;
  }

  /** Whether the provider asked who the user is, and did not know it in another way. */
  boolean wasAsked() {
    return wasAsked;
  }

  /** Whether the answer is the service's own. */
  boolean isServices(Answer answer) {
    return isBelowService(answer.uri());
  }

  /** The provider's form; pages of the service have none. */
  private @Nullable HtmlForm formOf(Answer page) {
    return isBelowService(page.uri()) ? null : HtmlForm.toSignIn(page).orElse(null);
  }

  private static boolean asks(HtmlForm form) {
    return form.kind() == HtmlForm.Kind.PASSWORD || form.kind() == HtmlForm.Kind.USER_NAME;
  }

  /** What a page asks for that it may ask for once. */
  private static List<String> credentials(HtmlForm form) {
    return form.kind() == HtmlForm.Kind.PASSWORD ? List.of(PASSWORD) : form.asked();
  }

  private static void refuseRepetition(Answer page, HtmlForm form, List<String> answered)
      throws ClientFailure {
    if (answered.contains(PASSWORD) && form.kind() == HtmlForm.Kind.PASSWORD) {
      throw new ClientFailure("the provider did not accept user name and password");
    }
    if (form.kind() == HtmlForm.Kind.USER_NAME && !answered.isEmpty()) {
      throw answered.containsAll(form.asked())
          ? new ClientFailure("the provider did not accept the user name")
          : asksForMore(page, form);
    }
  }

  private static String what(HtmlForm form, Account account) {
    return switch (form.kind()) {
      case PASSWORD -> "a login form, filled in as " + account.user();
      case USER_NAME -> "a form for the user name alone, filled in as " + account.user();
      case CONSENT -> "a page that asks for a yes: given";
      case SENT_AT_ONCE -> "a form that sends itself";
      case MORE -> "";
    };
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
    if (page.wantsItAgain()) {
      return new ClientFailure(
          "a form is to be sent again to another address, which native-client does not do: "
              + page
              + page.hint());
    }
    if (page.isOfCallback() && isBelowService(page.uri())) {
      return new ClientFailure("the service did not take the login: " + where);
    }
    if (isBelowService(page.uri())) {
      return new ClientFailure("the login did not begin: " + where);
    }
    if (page.needsJavaScript()) {
      return new ClientFailure(
          "the page needs JavaScript, which native-client does not run: " + where);
    }
    return new ClientFailure(
        "no login form and no way on: "
            + where
            + "; --url must be the service's public URL, and --front-end can name where a login"
            + " ends");
  }

  private static ClientFailure asksForMore(Answer page, HtmlForm form) {
    String asked = form.asked().isEmpty() ? "" : ": " + String.join(", ", form.asked());
    return new ClientFailure(
        "the provider asks for more than user name and password"
            + asked
            + "; "
            + page
            + " ("
            + page.problem()
            + ")");
  }
}
