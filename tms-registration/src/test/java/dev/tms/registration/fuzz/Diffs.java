package dev.tms.registration.fuzz;

import dev.tms.registration.Registration;
import dev.tms.registration.diff.RegistrationDiff;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.document.RegistrationDocument;
import java.util.List;

/** What must hold of comparisons: nothing differs from itself, and what was done is done. */
final class Diffs {
  private static final int COMPARED = 4;

  private Diffs() {}

  static void areStable(RegistrationDocument document) {
    List<Registration> all = document.contents().all();
    List<Registration> some = all.subList(0, Math.min(all.size(), COMPARED));
    for (Registration one : some) {
      Fact.areLines(RegistrationDiff.creation(one).toText().lines().toList());
      for (Registration other : some) {
        if (one.kind() == other.kind()) {
          compare(one, other);
        }
      }
    }
  }

  private static void compare(Registration have, Registration want) {
    RegistrationDiff whole = RegistrationDiff.whole(have, want);
    isClear(whole);
    if (have.equals(want)) {
      Fact.holds(whole.isEmpty(), "differs from itself: " + whole.toText());
    }
    for (HiddenSecrets hidden : HiddenSecrets.values()) {
      RegistrationDiff diff = RegistrationDiff.towards(have, want, hidden);
      isClear(diff);
    }
    RegistrationDiff done =
        RegistrationDiff.towards(
            RegistrationDiff.towards(have, want, HiddenSecrets.KEEP).result(),
            want,
            HiddenSecrets.KEEP);
    Fact.holds(done.isEmpty(), "differs after it was made so: " + done.toText());
  }

  private static void isClear(RegistrationDiff diff) {
    Fact.areLines(diff.toText().lines().toList());
    Fact.areEqual(
        diff.toText().lines().count(),
        (long) diff.differences().size() + diff.notes().size(),
        "lines of a comparison");
  }
}
