package dev.tms.registration.probe;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A page as a person reads it: no markup, no scripts, nothing hidden; white space folded, control
 * characters and terminal escapes removed, bounded.
 *
 * @param title the page's title, at most 200 characters
 * @param text what is visible, in lines; at most 4,000 characters. Of a page that is empty without
 *     scripts, what it says to a browser without them, after the error messages in the data for its
 *     scripts
 */
public record PageText(Optional<String> title, String text) {
  private static final int MAX_TEXT = 4000;
  private static final int MAX_LINE = 200;

  /** Of a page; any other text is taken as it is. What must not be seen is hidden. */
  static PageText of(Seen seen, UnaryOperator<String> hide) {
    return HtmlPage.isHtml(seen) ? HtmlPage.of(seen).text(hide) : of("", seen.body(), hide);
  }

  /** With what must not be seen hidden before anything is cut. */
  static PageText of(String title, String text, UnaryOperator<String> hide) {
    return new PageText(
        Optional.of(PlainText.cut(hide.apply(PlainText.line(title)), MAX_LINE))
            .filter(line -> !line.isEmpty()),
        PlainText.cut(hide.apply(PlainText.lines(text)), MAX_TEXT));
  }
}
