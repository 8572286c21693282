package dev.tms.registration.lint;

import dev.tms.registration.document.RegistrationDocument;
import java.util.List;

/**
 * A document that was mended.
 *
 * @param document with everything mended that could be
 * @param mended the findings that are gone
 * @param left the findings that are still there
 */
public record FixOutcome(RegistrationDocument document, List<Finding> mended, List<Finding> left) {
  /** Copies the lists. */
  public FixOutcome {
    mended = List.copyOf(mended);
    left = List.copyOf(left);
  }

  /** Whether the document is another than before. */
  public boolean changed() {
    return !mended.isEmpty();
  }
}
