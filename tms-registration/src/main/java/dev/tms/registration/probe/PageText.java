package dev.tms.registration.probe;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A page as a person reads it: no markup, no scripts, nothing hidden; white space folded, control
 * characters and terminal escapes removed, bounded.
 *
 * @param title the page's title, at most 200 characters
 * @param headings at most 20, of at most 200 characters
 * @param text what is visible, in lines, headings included; at most 4,000 characters. Of a page
 *     that is empty without scripts, what it says to a browser without them, after the error
 *     messages in the data for its scripts
 * @param fields what its input fields are labelled with, at most 20
 */
public record PageText(
    Optional<String> title, List<String> headings, String text, List<String> fields) {
  private static final int MAX_TEXT = 4000;
  private static final int MAX_LINE = 200;
  private static final int MAX_LIST = 20;

  /** Copies the lists. */
  public PageText {
    headings = List.copyOf(headings);
    fields = List.copyOf(fields);
  }

  /** Of a page; any other text is taken as it is. */
  static PageText of(Seen seen) {
    return HtmlPage.isHtml(seen)
        ? HtmlPage.of(seen).text(UnaryOperator.identity())
        : ofText(seen.body(), UnaryOperator.identity());
  }

  static PageText ofText(String body, UnaryOperator<String> hide) {
    return new PageText(
        Optional.empty(),
        List.of(),
        PlainText.cut(hide.apply(PlainText.lines(body)), MAX_TEXT),
        List.of());
  }

  /** With what must not be seen hidden before anything is cut. */
  static PageText of(
      String title,
      List<String> headings,
      String text,
      List<String> fields,
      UnaryOperator<String> hide) {
    return new PageText(
        Optional.of(line(title, hide)).filter(line -> !line.isEmpty()),
        list(headings, hide),
        PlainText.cut(hide.apply(PlainText.lines(text)), MAX_TEXT),
        list(fields, hide));
  }

  private static List<String> list(List<String> texts, UnaryOperator<String> hide) {
    return texts.stream()
        .map(text -> line(text, hide))
        .filter(line -> !line.isEmpty())
        .distinct()
        .limit(MAX_LIST)
        .toList();
  }

  private static String line(String text, UnaryOperator<String> hide) {
    return PlainText.cut(hide.apply(PlainText.line(text)), MAX_LINE);
  }
}
