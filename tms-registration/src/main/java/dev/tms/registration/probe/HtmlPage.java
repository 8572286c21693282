package dev.tms.registration.probe;

import dev.tms.http.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
  private static final int MAX_MESSAGES = 5;
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\"(?:strServiceExceptionMessage|error_description|errorDescription|errorMessage)\""
              + "\\s*+:\\s*+(\"(?:[^\"\\\\]|\\\\.){1,2000}+\")");
  private static final int SOON = 5; // seconds until a page moves on by itself
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
      unscripted = errorsForScripts() + "\n" + unscripted;
    }
    Element title = document.selectFirst("title"); // its own method cuts the start of an escape
    return PageText.of(title == null ? "" : title.wholeText(), unscripted, hide);
  }

  /**
   * Error messages in the data of a page that scripts draw, a line for each. Microsoft Entra ID's
   * error page is one: its cause is nowhere else.
   */
  private String errorsForScripts() {
    List<String> messages = new ArrayList<>();
    for (Element script : document.select("script")) {
      Matcher message = MESSAGE.matcher(script.data());
      while (messages.size() < MAX_MESSAGES && message.find()) {
        byte[] json = ("{\"m\":" + message.group(1) + "}").getBytes(StandardCharsets.UTF_8);
        Json.read(json).ifPresent(read -> messages.add(String.valueOf(read.get("m"))));
      }
    }
    return String.join("\n", messages);
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
