package dev.tms.registration.fuzz;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.InvalidDocumentException;
import dev.tms.registration.document.InvalidDocumentException.Problem;
import dev.tms.registration.document.RegistrationDocument;
import org.jspecify.annotations.Nullable;

/** Everything that must hold of a text, whatever is in it. */
final class Everything {
  private Everything() {}

  static void holdsOf(String text) {
    RegistrationDocument document = read(text, null);
    if (document == null) {
      // the same text for people who say what it is
      read(text, RegistrationKind.values()[text.length() % RegistrationKind.values().length]);
    } else {
      Documents.areWrittenAsTheyWere(text, document);
      Documents.areSpelledAndFilled(document);
      Lints.areClearAndFixedOnce(document);
      Conversions.endWithAList(document);
      Diffs.areStable(document);
    }
    Conversions.ofAnyObject(text);
  }

  private static @Nullable RegistrationDocument read(
      String text, @Nullable RegistrationKind expected) {
    try {
      return RegistrationDocument.parse(text, expected);
    } catch (InvalidDocumentException e) {
      Fact.holds(!e.problems().isEmpty(), "a refused document has a problem");
      for (Problem problem : e.problems()) {
        Fact.isOneLine(problem.toString());
      }
      return null;
    }
  }
}
