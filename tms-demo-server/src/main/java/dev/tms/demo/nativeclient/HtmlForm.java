package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * A form of the provider's, as far as signing in needs it: its {@code input} elements.
 *
 * @param action where it is sent
 * @param fields its inputs, in the order of the page
 */
record HtmlForm(URI action, List<Input> fields) {
  /** An input; {@code isSent} tells whether a browser sends it when nobody touches the form. */
  record Input(String name, String type, String value, boolean isSent) {}

  private static final Pattern SUBMITS_ITSELF =
      Pattern.compile("\\.submit\\s*\\(", Pattern.CASE_INSENSITIVE);

  /** The first form that asks for a password. */
  static Optional<HtmlForm> login(Answer page) throws ClientFailure {
    return all(page).stream().filter(form -> form.has("password")).findFirst();
  }

  /** The form of a page that a script sends at once, as with {@code response_mode=form_post}. */
  static Optional<HtmlForm> sentAtOnce(Answer page) throws ClientFailure {
    return SUBMITS_ITSELF.matcher(page.body()).find()
        ? all(page).stream().filter(HtmlForm::asksNothing).findFirst()
        : Optional.empty();
  }

  /** What a browser sends, with user name and password filled in. */
  Map<String, String> filledIn(Account account) {
    Map<String, String> sent = untouched();
    fields.stream()
        .filter(input -> input.type().equals("text") || input.type().equals("email"))
        .findFirst()
        .ifPresent(input -> sent.put(input.name(), account.user()));
    fields.stream()
        .filter(input -> input.type().equals("password"))
        .findFirst()
        .ifPresent(input -> sent.put(input.name(), account.password()));
    return sent;
  }

  /** What a browser sends when nobody touches the form. */
  Map<String, String> untouched() {
    Map<String, String> sent = new LinkedHashMap<>();
    fields.stream().filter(Input::isSent).forEach(i -> sent.put(i.name(), i.value()));
    return sent;
  }

  private boolean has(String type) {
    return fields.stream().anyMatch(input -> input.type().equals(type));
  }

  private boolean asksNothing() {
    return fields.stream().filter(Input::isSent).allMatch(input -> input.type().equals("hidden"));
  }

  private static List<HtmlForm> all(Answer page) throws ClientFailure {
    List<HtmlForm> forms = new ArrayList<>();
    for (Element form : Jsoup.parse(page.body()).select("form")) {
      String action = form.attr("action").strip();
      try {
        URI target = action.isEmpty() ? page.uri() : page.uri().resolve(action);
        forms.add(
            new HtmlForm(
                target, form.select("input[name]").stream().map(HtmlForm::input).toList()));
      } catch (IllegalArgumentException e) {
        throw new ClientFailure(page + " with a form that is sent to no URL");
      }
    }
    return forms;
  }

  private static Input input(Element input) {
    String named = input.attr("type").toLowerCase(Locale.ROOT);
    String type = named.isEmpty() ? "text" : named;
    boolean isSent =
        switch (type) {
          case "submit", "button", "image", "reset", "file" -> false;
          case "checkbox", "radio" -> input.hasAttr("checked");
          default -> true;
        };
    return new Input(input.attr("name"), type, input.attr("value"), isSent);
  }
}
