package dev.tms.demo.interop;

import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a user does on a provider's pages: fills in forms and says yes. */
class SignIn {
  private static final int MAX_PAGES = 30;
  private static final List<String> USER_FIELDS = List.of("username", "login", "user");

  private final String user;
  private final String password;

  SignIn(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /** For who knows forms alone: the user's name; empty where the pages need JavaScript. */
  Optional<String> name() {
    return Optional.of(user.isEmpty() ? "anyone" : user);
  }

  final String password() {
    return password.isEmpty() ? "any" : password;
  }

  /**
   * Opens the address and goes on until the browser is sent to an address with this beginning.
   *
   * @return the redirecting answer
   * @throws IllegalStateException if a page stays that is not a form
   */
  final Page open(TestBrowser browser, String address, String until) {
    Page page = silently(browser, address, until);
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      if (leadsTo(until, page)) {
        return page;
      }
      page = follow(browser, answer(browser, page), until);
    }
    throw new IllegalStateException("did not come to " + until + ", but to " + page);
  }

  /** As {@link #open}, but does nothing on the page that comes up. */
  static Page silently(TestBrowser browser, String address, String until) {
    return follow(browser, browser.get(address), until);
  }

  private static Page follow(TestBrowser browser, Page first, String until) {
    Page page = first;
    for (int steps = 0; steps < MAX_PAGES && !leadsTo(until, page); steps++) {
      Optional<Page> next = browser.step(page);
      if (next.isEmpty()) {
        return page;
      }
      page = next.get();
    }
    return page;
  }

  private static boolean leadsTo(String until, Page page) {
    return page.location().filter(l -> l.toString().startsWith(until)).isPresent();
  }

  /** Does what the page asks for. */
  Page answer(TestBrowser browser, Page page) {
    List<HtmlForm> forms = page.forms().stream().filter(f -> f.method().equals("POST")).toList();
    Optional<HtmlForm> withName = forms.stream().filter(SignIn::asksForUser).findFirst();
    HtmlForm form =
        withName.orElseGet(
            () ->
                forms.stream()
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no form at " + page)));
    for (String field : form.fields().keySet()) {
      if (USER_FIELDS.contains(field)) {
        form = form.with(field, user);
      } else if (field.equals("password")) {
        form = form.with(field, password);
      }
    }
    for (Map.Entry<String, String> yes : consent().entrySet()) {
      form = withName.isPresent() ? form : form.with(yes.getKey(), yes.getValue());
    }
    return browser.submit(page, form);
  }

  /** The button that says yes on a page that asks for no name; buttons are not sent otherwise. */
  Map<String, String> consent() {
    return Map.of();
  }

  private static boolean asksForUser(HtmlForm form) {
    return form.fields().keySet().stream().anyMatch(USER_FIELDS::contains);
  }
}
