package dev.tms.registration.doctor;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeFilter;

final class HtmlPage {
  private static final String FIELDS =
      "input:not([type=hidden]):not([type=submit]):not([type=button]):not([type=image])"
          + ":not([type=reset]), select, textarea";
  private static final Pattern USER_FIELD =
      Pattern.compile("user|login|e-?mail|identifier|account", Pattern.CASE_INSENSITIVE);
  private static final Pattern REFRESH =
      Pattern.compile(
          "\\s*+([0-9]{1,4})[0-9.]*+\\s*+[;,]?+\\s*+url\\s*+=\\s*+[\"']?+([^\"']*+)[\"']?+\\s*+",
          Pattern.CASE_INSENSITIVE);
  private static final int SOON = 5; // seconds until automatic navigation
  private static final int NEARLY_EMPTY = 40; // characters

  private final Document document;
  private final URI uri;
  private final String withoutScripts;
  private final String visible;

  HtmlPage(Seen seen) {
    document = seen.html();
    uri = seen.uri();
    StringBuilder unscripted = new StringBuilder();
    document.filter(
        (node, depth) -> {
          if (node instanceof Element element && element.normalName().equals("noscript")) {
            unscripted.append(element.text()).append(' ');
            return NodeFilter.FilterResult.REMOVE;
          }
          return NodeFilter.FilterResult.CONTINUE;
        });
    withoutScripts = unscripted.toString();
    visible = document.body().text();
  }

  /** The title and text, including {@code noscript} if the page is otherwise empty. */
  String text() {
    Element title = document.selectFirst("title"); // Document.title() would cut off escapes
    String words = visible.isBlank() ? withoutScripts : visible;
    return PlainText.lines(
        (title == null ? "" : title.wholeText().replace('\n', ' ')) + '\n' + words);
  }

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

  boolean needsScript() {
    if (document.select("script").isEmpty() || !document.select(FIELDS).isEmpty()) {
      return false;
    }
    return visible.strip().length() < NEARLY_EMPTY
        || (withoutScripts.toLowerCase(Locale.ROOT).contains("script")
            && document.select("form").isEmpty());
  }

  Optional<Map<String, String>> formTo(URI target) {
    for (Element form : document.select("form")) {
      Optional<URI> action = Locations.resolve(uri, form.attr("action"));
      if (action.isPresent() && Locations.sameTarget(action.get(), target)) {
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input[name]")
            .forEach(input -> fields.putIfAbsent(input.attr("name"), input.attr("value")));
        return Optional.of(fields);
      }
    }
    return Optional.empty();
  }

  /** The target of automatic navigation within a few seconds. */
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
