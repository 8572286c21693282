package dev.tms.registration.probe;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.Elements;
import org.jsoup.select.NodeFilter;

/** The text below an element that a browser shows, a line for each block. */
final class VisibleText implements NodeFilter {
  private static final Set<String> UNSEEN =
      Set.of("head", "script", "style", "noscript", "template", "svg", "iframe", "object", "title");

  private static final Pattern HIDING =
      Pattern.compile(
          "display\\s*+:\\s*+none|visibility\\s*+:\\s*+hidden", Pattern.CASE_INSENSITIVE);

  private final StringBuilder text = new StringBuilder();

  /** All of it. */
  static String of(Element element) {
    VisibleText visible = new VisibleText();
    element.filter(visible);
    return visible.text.toString();
  }

  static String ofAll(Elements elements) {
    return elements.stream().map(VisibleText::of).collect(Collectors.joining("\n"));
  }

  /** Whether its markup hides it; style sheets are not read. */
  private static boolean isHidden(Element element) {
    return element.hasAttr("hidden")
        || (element.hasAttr("style") && HIDING.matcher(element.attr("style")).find());
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode words) {
      text.append(words.getWholeText().replace('\n', ' '));
    } else if (node instanceof Element element) {
      if (depth > 0 && (UNSEEN.contains(element.normalName()) || isHidden(element))) {
        return FilterResult.SKIP_ENTIRELY;
      }
      start(element);
    }
    return FilterResult.CONTINUE;
  }

  private void start(Element element) {
    if (endsLine(element)) {
      text.append('\n');
    }
    switch (element.normalName()) {
      case "input" -> {
        String type = element.attr("type").toLowerCase(Locale.ROOT);
        if (type.equals("submit") || type.equals("button")) {
          text.append(' ').append(element.attr("value")).append(' ');
        }
      }
      case "img" -> text.append(' ').append(element.attr("alt")).append(' ');
      case "td", "th", "button", "option" -> text.append(' ');
      default -> {}
    }
  }

  @Override
  public FilterResult tail(Node node, int depth) {
    if (node instanceof Element element && endsLine(element)) {
      text.append('\n');
    }
    return FilterResult.CONTINUE;
  }

  private static boolean endsLine(Element element) {
    return element.isBlock() || element.normalName().equals("br");
  }
}
