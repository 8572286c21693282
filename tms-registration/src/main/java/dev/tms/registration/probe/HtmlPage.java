package dev.tms.registration.probe;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** A provider's page: its text, its forms, and what a browser would do with it by itself. */
final class HtmlPage {
  private static final String LABELLED =
      "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image])"
          + ":not([type=reset]), select, textarea";
  private static final Pattern USER_FIELD =
      Pattern.compile("user|login|e-?mail|identifier|account", Pattern.CASE_INSENSITIVE);
  private static final Pattern REFRESH =
      Pattern.compile(
          "\\s*+([0-9]{1,4})[0-9.]*+\\s*+[;,]?+\\s*+url\\s*+=\\s*+[\"']?+([^\"']*+)[\"']?+\\s*+",
          Pattern.CASE_INSENSITIVE);
  private static final int SOON = 5; // seconds until a page moves on by itself
  private static final int MAX_LOOKED_AT = 50;
  private static final int NEARLY_EMPTY = 40; // characters

  private final Document document;
  private final URI uri;

  private HtmlPage(Document document, URI uri) {
    this.document = document;
    this.uri = uri;
  }

  static HtmlPage of(Seen seen) {
    return new HtmlPage(Jsoup.parse(seen.body()), seen.uri());
  }

  static boolean isHtml(Seen seen) {
    String type = seen.contentType().orElse("").toLowerCase(Locale.ROOT);
    return type.contains("html")
        || (!type.contains("json") && seen.body().stripLeading().startsWith("<"));
  }

  PageText text(UnaryOperator<String> hide) {
    String visible = VisibleText.of(document);
    String unscripted =
        visible.isBlank() ? VisibleText.ofAll(document.select("noscript")) : visible;
    if (needsScript()) {
      unscripted = ScriptText.errorsOf(document) + "\n" + unscripted;
    }
    List<String> headings =
        document.select("h1, h2, h3, h4, h5, h6").stream()
            .limit(MAX_LOOKED_AT)
            .map(VisibleText::ofShort)
            .toList();
    Element title = document.selectFirst("title"); // its own method cuts the start of an escape
    return PageText.of(
        title == null ? "" : title.wholeText(), headings, unscripted, labels(), hide);
  }

  private List<String> labels() {
    return document.select(LABELLED).stream()
        .limit(MAX_LOOKED_AT)
        .filter(field -> !VisibleText.isHidden(field))
        .map(this::label)
        .toList();
  }

  private String label(Element field) {
    List<Element> labels = new ArrayList<>();
    Element around = field.closest("label");
    if (around != null) {
      labels.add(around);
    }
    if (!field.id().isEmpty()) {
      labels.addAll(document.getElementsByAttributeValue("for", field.id()));
    }
    // a page may have more of them than there is time for
    for (Element label : labels.subList(0, Math.min(labels.size(), 2))) {
      String text = VisibleText.ofShort(label);
      if (!text.isBlank()) {
        return text;
      }
    }
    for (String name : List.of("aria-label", "placeholder", "title", "name")) {
      if (!field.attr(name).isBlank()) {
        return field.attr(name);
      }
    }
    return "";
  }

  /** Whether it asks for a password, or for who is there. */
  boolean looksLikeLogin() {
    return !document.select("input[type=password]").isEmpty()
        || document.select("input").stream()
            .anyMatch(input -> isUserField(input) && input.closest("form") != null);
  }

  private static boolean isUserField(Element input) {
    String type = input.attr("type").toLowerCase(Locale.ROOT);
    return (type.isEmpty() || type.equals("text") || type.equals("email"))
        && USER_FIELD
            .matcher(input.attr("name") + " " + input.id() + " " + input.attr("autocomplete"))
            .find();
  }

  /** Whether a browser without scripts shows nothing of use. */
  boolean needsScript() {
    if (document.select("script").isEmpty() || !document.select(LABELLED).isEmpty()) {
      return false;
    }
    String without = VisibleText.ofAll(document.select("noscript")).toLowerCase(Locale.ROOT);
    return VisibleText.of(document).strip().length() < NEARLY_EMPTY
        || (without.contains("script") && document.select("form").isEmpty());
  }

  /** What the form that is sent to this address holds. */
  Optional<Map<String, String>> formTo(URI target) {
    for (Element form : document.select("form")) {
      Optional<URI> action = Locations.resolve(uri, form.attr("action"));
      if (action.isPresent() && Locations.sameTarget(action.get(), target)) {
        return Optional.of(fields(form.select("input[name]")));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> fields(Elements inputs) {
    Map<String, String> fields = new LinkedHashMap<>();
    inputs.forEach(input -> fields.putIfAbsent(input.attr("name"), input.attr("value")));
    return fields;
  }

  /** Where a browser goes by itself, soon. */
  Optional<URI> movesTo() {
    for (Element meta : document.select("meta[http-equiv=refresh]")) {
      Matcher refresh = REFRESH.matcher(meta.attr("content"));
      if (refresh.matches() && Integer.parseInt(refresh.group(1)) <= SOON) {
        return Locations.resolve(uri, refresh.group(2));
      }
    }
    return Optional.empty();
  }
}
