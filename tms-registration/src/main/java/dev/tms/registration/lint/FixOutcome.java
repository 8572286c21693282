package dev.tms.registration.lint;

import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.report.Finding;
import java.util.List;

/**
 * A document that was fixed.
 *
 * @param document with everything fixed that could be
 * @param fixed the findings that are gone
 * @param left the findings that are still there
 */
public record FixOutcome(RegistrationDocument document, List<Finding> fixed, List<Finding> left) {
  /** Copies the lists. */
  public FixOutcome {
    fixed = List.copyOf(fixed);
    left = List.copyOf(left);
  }

  /** Whether the document is another than before. */
  public boolean changed() {
    return !fixed.isEmpty();
  }
}
