package dev.tms.registration.document;

import dev.tms.registration.document.RegistrationDocument.Position;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A document that is not JSON or has no valid registrations. Lists every problem. */
public final class InvalidDocumentException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int SHOWN = 20;

  private final transient List<Problem> problems;

  InvalidDocumentException(List<Problem> problems) {
    super(
        problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"))
            + (problems.size() > SHOWN ? "\nand " + (problems.size() - SHOWN) + " more" : ""));
    this.problems = List.copyOf(problems);
  }

  InvalidDocumentException(Problem problem) {
    this(List.of(problem));
  }

  /** All problems, in document order. */
  public List<Problem> problems() {
    return problems;
  }

  /**
   * A problem that prevents a document from being read.
   *
   * @param path of the value, for example {@code $.clients[0].clientId}
   * @param message what was expected and what was found, without values of the document
   * @param position of the value; null for the whole document
   */
  public record Problem(String path, String message, @Nullable Position position) {

    /** For example {@code line 3, column 5: $.clientId must be a text, found a number}. */
    @Override
    public String toString() {
      return (position == null ? "" : position + ": ") + path + " " + message;
    }
  }
}
