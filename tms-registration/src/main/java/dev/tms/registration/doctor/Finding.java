package dev.tms.registration.doctor;

import dev.tms.registration.lint.Severity;
import java.util.Objects;

/**
 * Something that is wrong, or worth knowing.
 *
 * @param fault what kind of thing it is
 * @param severity how much it matters here
 * @param message what it is here, on one line; no secret is in it
 * @param detail more of it on several lines, such as the text of a page; may be empty
 */
public record Finding(Fault fault, Severity severity, String message, String detail) {
  /** Checks that nothing is missing. */
  public Finding {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(detail, "detail");
  }
}
