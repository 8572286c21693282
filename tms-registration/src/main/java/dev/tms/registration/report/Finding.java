package dev.tms.registration.report;

import dev.tms.registration.document.Position;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or worth knowing.
 *
 * @param rule what kind of thing it is
 * @param severity how much it matters here
 * @param message what it is here, on one line; no secret is in it
 * @param detail more of it on several lines, such as the text of a page; may be empty
 * @param subject the registration that it is about: its kind and name; empty for an installation
 * @param path of the value, for example {@code $.redirectUris[0]}; empty for an installation
 * @param position where that stands in the text; null for what was not read from text
 */
public record Finding(
    Rule rule,
    Severity severity,
    String message,
    String detail,
    String subject,
    String path,
    @Nullable Position position) {

  public static Finding in(
      Rule rule, String subject, String path, String message, @Nullable Position position) {
    return new Finding(rule, rule.severity(), message, "", subject, path, position);
  }

  public static Finding of(Rule rule, Severity severity, String message, String detail) {
    return new Finding(rule, severity, message, detail, "", "", null);
  }
}
