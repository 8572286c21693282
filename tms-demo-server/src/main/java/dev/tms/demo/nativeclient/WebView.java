package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The app's browser, with its own cookies. Not thread-safe. */
final class WebView {
  /** A browser's value, without which some providers send no page. */
  static final String ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

  private static final int MAX_STEPS = 30;
  private static final String PASSWORD = "(password)";

  private final Http http;
  private final URI service;
  private final @Nullable URI frontEnd;
  private final Transcript transcript;
  private boolean wasAsked;

  /** Without {@code frontEnd}, a login ends at the redirect of the service's callback. */
  WebView(Http http, URI service, @Nullable URI frontEnd, Transcript transcript) {
    this.http = http;
    this.service = service;
    this.frontEnd = frontEnd;
    this.transcript = transcript;
  }

  Http http() {
    return http;
  }

  CookieJar cookies() {
    return http.cookies();
  }

  /**
   * Opens the address, signs in if the provider asks, and stops before the front end, where an app
   * closes its web view. Returns the front end's URL, with {@code error} if the login failed.
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
        refuseOtherEnd(page, next.get());
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

  /** Follows a logout including the provider's, and confirms it if the provider asks. */
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
   * Begins a login only to learn whether the provider prompts. Does not deliver the authorization
   * response, so no session begins.
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

  /** Whether the provider prompted for the user instead of recognizing them. */
  boolean wasAsked() {
    return wasAsked;
  }

  boolean isServices(Answer answer) {
    return isBelowService(answer.uri());
  }

  private @Nullable HtmlForm formOf(Answer page) {
    return isBelowService(page.uri()) ? null : HtmlForm.toSignIn(page).orElse(null);
  }

  private static boolean asks(HtmlForm form) {
    return form.kind() == HtmlForm.Kind.PASSWORD || form.kind() == HtmlForm.Kind.USER_NAME;
  }

  /** The input that a provider may ask for once only. */
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

  /** If front end and service share an origin, the redirect to the callback is not the end. */
  private boolean isFrontEnd(Answer page, URI next) {
    boolean isAfterCallback = isBelowService(page.uri()) && page.isOfCallback();
    return frontEnd == null
        ? isAfterCallback
        : next.toString().startsWith(frontEnd.toString())
            && (isAfterCallback || !isBelowService(next));
  }

  private void refuseOtherEnd(Answer page, URI next) throws ClientFailure {
    if (frontEnd != null && isBelowService(page.uri()) && page.isOfCallback()) {
      throw new ClientFailure(
          "the login ends at " + Answer.place(next) + ", not below " + Answer.place(frontEnd),
          "--front-end must be where it ends");
    }
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
          "a form is to be sent again to another address, which is not done here: "
              + page
              + page.hint(),
          Answer.ADVICE);
    }
    if (page.isOfCallback() && isBelowService(page.uri())) {
      return new ClientFailure("the service did not take the login: " + where);
    }
    if (isBelowService(page.uri())) {
      return new ClientFailure("the login did not begin: " + where);
    }
    if (page.needsJavaScript()) {
      return new ClientFailure("the page needs JavaScript, which does not run here: " + where);
    }
    return new ClientFailure(
        "no login form and no way on: " + where,
        "--url must be the service's public URL, and --front-end can name where a login ends");
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
