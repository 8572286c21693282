package dev.tms.registration.document;

import java.util.List;
import java.util.stream.Collectors;

/** A document that is not JSON, or not of registrations. Names every problem at once. */
public final class InvalidDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 20;

  private final transient List<DocumentProblem> problems;

  InvalidDocumentException(List<DocumentProblem> problems) {
    super(
        problems.stream()
                .limit(SHOWN)
                .map(DocumentProblem::toString)
                .collect(Collectors.joining("\n"))
            + (problems.size() > SHOWN ? "\nand " + (problems.size() - SHOWN) + " more" : ""));
    this.problems = List.copyOf(problems);
  }

  InvalidDocumentException(DocumentProblem problem) {
    this(List.of(problem));
  }

  /** Every problem, in the order of the document. */
  public List<DocumentProblem> problems() {
    return problems;
  }
}
