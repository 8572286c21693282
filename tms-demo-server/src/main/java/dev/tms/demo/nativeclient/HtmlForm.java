package dev.tms.demo.nativeclient;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;
import org.jspecify.annotations.Nullable;

/** A form of the provider for a login or logout. */
final class HtmlForm {
  enum Kind {
    /** A password, and the user name if it has a field for it. */
    PASSWORD,
    /** A user name only: the first of two pages, or a provider without passwords. */
    USER_NAME,
    CONSENT,
    /** Nothing, because a script submits it, as with {@code response_mode=form_post}. */
    SENT_AT_ONCE,
    /** Unsupported input, such as a one-time code or a new password. */
    MORE
  }

  record Field(String name, String value) {}

  private static final Pattern SUBMITS_ITSELF =
      Pattern.compile("\\.submit\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMES_USER =
      Pattern.compile("user|login|mail|ident|account|subject", Pattern.CASE_INSENSITIVE);
  private static final Pattern SAYS_NO =
      Pattern.compile(
          "\\b(no|not|cancel|deny|decline|reject|refuse|abort|disagree|disallow|back|stay)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ELSEWHERE =
      Pattern.compile("search|language|locale|theme", Pattern.CASE_INSENSITIVE);
  private static final Pattern SIGNS_OUT =
      Pattern.compile("(log|sign)[ _-]?(out|off)", Pattern.CASE_INSENSITIVE);
  private static final Set<String> TYPED = Set.of("text", "email", "tel");
  private static final Set<String> NEVER_SENT =
      Set.of("submit", "button", "image", "reset", "file");

  private final URI page;
  private final FormElement form;
  private final List<Element> controls;
  private final Kind kind;

  private HtmlForm(Answer page, Document document, FormElement form) {
    this.page = page.uri();
    this.form = form;
    this.controls = controls(document, form);
    this.kind = kindOf(document);
  }

  static Optional<HtmlForm> toSignIn(Answer page) {
    return all(page)
        .filter(form -> form.kind != Kind.MORE || !form.asked().isEmpty())
        .filter(form -> !form.signsOut())
        .min(Comparator.comparing(HtmlForm::kind));
  }

  static Optional<HtmlForm> toSignOut(Answer page) {
    return all(page)
        .filter(form -> form.kind == Kind.CONSENT || form.kind == Kind.SENT_AT_ONCE)
        .findFirst();
  }

  Kind kind() {
    return kind;
  }

  URI action() throws ClientFailure {
    String action = form.attr("action").strip();
    Element button = button();
    if (button != null && !button.attr("formaction").isBlank()) {
      action = button.attr("formaction").strip();
    }
    if (action.toLowerCase(Locale.ROOT).startsWith("javascript:")) {
      throw new ClientFailure(
          "the page needs JavaScript, which native-client does not run: a form of "
              + Answer.place(page)
              + " is sent by a script");
    }
    try {
      return action.isEmpty() ? page : page.resolve(action);
    } catch (IllegalArgumentException e) {
      throw new ClientFailure(Answer.place(page) + " has a form that is sent to no URL");
    }
  }

  boolean isPost() {
    Element button = button();
    String own = button == null ? "" : button.attr("formmethod");
    return (own.isEmpty() ? form.attr("method") : own).strip().equalsIgnoreCase("post");
  }

  List<String> asked() {
    return controls.stream()
        .filter(control -> isAsked(control) || type(control).equals("password"))
        .map(control -> control.attr("name"))
        .toList();
  }

  /** The fields as filled in by a user who consents. */
  List<Field> filledIn(Account account) {
    Element user = userField();
    List<Field> sent = new ArrayList<>();
    for (Element control : controls) {
      String value = value(control);
      if (control.equals(user)) {
        value = account.user();
      } else if (type(control).equals("password")) {
        value = account.password();
      }
      if (isSent(control)) {
        sent.add(new Field(control.attr("name"), value));
      }
    }
    return sent;
  }

  private boolean isSent(Element control) {
    if (control.attr("name").isEmpty()) {
      return false;
    }
    String type = type(control);
    return switch (type) {
      case "checkbox" -> control.hasAttr("checked") || kind == Kind.CONSENT; // what is consented to
      case "radio" -> control.hasAttr("checked");
      default -> !NEVER_SENT.contains(type) || control.equals(button());
    };
  }

  /** The first button that does not refuse. */
  private @Nullable Element button() {
    if (kind == Kind.SENT_AT_ONCE) {
      return null; // a script's submit() presses none
    }
    return controls.stream()
        .filter(HtmlForm::isButton)
        .filter(HtmlForm::saysYes)
        .findFirst()
        .orElse(null);
  }

  private Kind kindOf(Document document) {
    long passwords = controls.stream().filter(c -> type(c).equals("password")).count();
    if (passwords > 0) {
      return passwords == 1 ? Kind.PASSWORD : Kind.MORE;
    }
    if (controls.stream().anyMatch(HtmlForm::isAsked)) {
      return userField() != null ? Kind.USER_NAME : Kind.MORE;
    }
    if (SUBMITS_ITSELF.matcher(document.select("script,[onload]").outerHtml()).find()
        && document.forms().size() == 1
        && controls.stream().noneMatch(c -> isButton(c) && !isInNoScript(c))) {
      return Kind.SENT_AT_ONCE;
    }
    boolean canAgree = controls.stream().anyMatch(c -> isButton(c) && saysYes(c));
    return canAgree && form.attr("method").strip().equalsIgnoreCase("post")
        ? Kind.CONSENT
        : Kind.MORE;
  }

  /** The user name field by its name, or else the field before a password. */
  private @Nullable Element userField() {
    List<Element> typed = controls.stream().filter(HtmlForm::isAsked).toList();
    boolean isAlone =
        typed.size() == 1 || controls.stream().anyMatch(c -> type(c).equals("password"));
    return typed.stream()
        .filter(c -> c.attr("autocomplete").contains("username"))
        .findFirst()
        .or(() -> typed.stream().filter(HtmlForm::namesUser).findFirst())
        .or(() -> typed.stream().filter(c -> isAlone).findFirst())
        .orElse(null);
  }

  private boolean signsOut() {
    return kind == Kind.CONSENT
        && (SIGNS_OUT.matcher(form.attr("action")).find()
            || controls.stream().anyMatch(c -> isButton(c) && SIGNS_OUT.matcher(words(c)).find()));
  }

  private static Stream<HtmlForm> all(Answer page) {
    Document document = Jsoup.parse(page.body());
    return document.forms().stream()
        .map(form -> new HtmlForm(page, document, form))
        .filter(form -> form.kind == Kind.PASSWORD || !form.isElsewhere());
  }

  private boolean isElsewhere() {
    return ELSEWHERE.matcher(form.attr("action") + " " + form.attr("role")).find()
        || asked().equals(List.of("q"));
  }

  /** The controls in the form, and others that reference it by the attribute form (HTML). */
  private static List<Element> controls(Document document, FormElement form) {
    Set<Element> all = new LinkedHashSet<>(form.elements());
    if (!form.id().isEmpty()) {
      document.select("[form]").stream()
          .filter(control -> control.attr("form").equals(form.id()))
          .forEach(all::add);
    }
    all.removeIf(
        control ->
            control.hasAttr("disabled")
                || (control.hasAttr("form") && !control.attr("form").equals(form.id())));
    return List.copyOf(all);
  }

  private static boolean isAsked(Element control) {
    return TYPED.contains(type(control))
        && !control.attr("name").isEmpty()
        && !control.hasAttr("readonly");
  }

  private static boolean namesUser(Element control) {
    return NAMES_USER.matcher(control.attr("name") + " " + control.id()).find();
  }

  private static boolean isButton(Element control) {
    return type(control).equals("submit") || type(control).equals("image");
  }

  private static boolean saysYes(Element button) {
    return !SAYS_NO.matcher(words(button)).find();
  }

  private static String words(Element button) {
    return Stream.of(button.attr("name"), button.attr("value"), button.id(), button.text())
        .map(word -> word.replace('_', ' '))
        .collect(Collectors.joining(" "));
  }

  private static boolean isInNoScript(Element control) {
    return control.closest("noscript") != null;
  }

  /** The value of an untouched control in a browser. */
  private static String value(Element control) {
    if (type(control).equals("select")) {
      Element chosen = control.selectFirst("option[selected]");
      chosen = chosen == null ? control.selectFirst("option") : chosen;
      return chosen == null ? "" : chosen.hasAttr("value") ? chosen.attr("value") : chosen.text();
    }
    boolean isTicked = type(control).equals("checkbox") || type(control).equals("radio");
    return isTicked && !control.hasAttr("value") ? "on" : control.val();
  }

  private static String type(Element control) {
    String named = control.attr("type").toLowerCase(Locale.ROOT);
    return switch (control.normalName()) {
      case "button" -> named.isEmpty() ? "submit" : named;
      case "input" -> named.isEmpty() ? "text" : named;
      default -> control.normalName();
    };
  }
}
