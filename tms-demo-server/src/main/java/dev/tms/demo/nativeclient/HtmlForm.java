package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of the provider's, as far as signing in needs it: its {@code input} elements.
 *
 * @param action where it is sent
 * @param fields its inputs, in the order of the page
 */
record HtmlForm(URI action, List<Input> fields) {
  /** An input; {@code isSent} tells whether a browser sends it when nobody touches the form. */
  record Input(String name, String type, String value, boolean isSent) {}

  // possessive, so that no page makes the expression try again
  private static final String TAG_REST = "((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>";
  private static final Pattern FORM = pattern("<form\\b" + TAG_REST + "(.*?)</form>");
  private static final Pattern INPUT = pattern("<input\\b" + TAG_REST);
  private static final Pattern ATTRIBUTE =
      pattern("([a-z][a-z0-9-]*+)(?:\\s*+=\\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\\s\"'>]++)))?+");
  private static final Pattern SUBMITS_ITSELF = pattern("\\.submit\\s*\\(");
  private static final Pattern ENTITY = pattern("&(#x[0-9a-f]{1,6}|#[0-9]{1,7}|[a-z]+);");
  private static final Map<String, String> ENTITIES =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

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
    Matcher form = FORM.matcher(page.body());
    while (form.find()) {
      String action = attributes(form.group(1)).getOrDefault("action", "");
      try {
        URI target = action.isEmpty() ? page.uri() : page.uri().resolve(action.strip());
        forms.add(new HtmlForm(target, inputs(form.group(2))));
      } catch (IllegalArgumentException e) {
        throw new ClientFailure(page + " with a form that is sent to no URL");
      }
    }
    return forms;
  }

  private static List<Input> inputs(String html) {
    return INPUT
        .matcher(html)
        .results()
        .map(tag -> attributes(tag.group(1)))
        .filter(attributes -> attributes.containsKey("name"))
        .map(HtmlForm::input)
        .toList();
  }

  private static Input input(Map<String, String> attributes) {
    String type = attributes.getOrDefault("type", "text").toLowerCase(Locale.ROOT);
    boolean isSent =
        switch (type) {
          case "submit", "button", "image", "reset", "file" -> false;
          case "checkbox", "radio" -> attributes.containsKey("checked");
          default -> true;
        };
    String value = attributes.getOrDefault("value", "");
    return new Input(attributes.getOrDefault("name", ""), type, value, isSent);
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(text);
    while (matcher.find()) {
      String value = "";
      for (int group = 2; group <= 4; group++) {
        value = matcher.group(group) == null ? value : matcher.group(group);
      }
      attributes.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), decoded(value));
    }
    return attributes;
  }

  private static String decoded(String text) {
    return ENTITY.matcher(text).replaceAll(m -> Matcher.quoteReplacement(decoded(m)));
  }

  private static String decoded(MatchResult entity) {
    String name = entity.group(1);
    if (!name.startsWith("#")) {
      return ENTITIES.getOrDefault(name, entity.group());
    }
    boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    int codePoint =
        hex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
    return Character.isValidCodePoint(codePoint) ? Character.toString(codePoint) : entity.group();
  }

  private static Pattern pattern(String expression) {
    return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }
}
