package dev.tms.registration.admin;

import dev.tms.registration.Registration;
import dev.tms.registration.diff.RegistrationDiff;
import java.util.Locale;

/**
 * What has to be done for one registration.
 *
 * @param action what
 * @param wanted as it is in the document
 * @param diff what changes; empty for {@link Action#KEEP}
 */
public record ApplyStep(Action action, Registration wanted, RegistrationDiff diff) {
  /** What has to be done. */
  public enum Action {
    /** It is not there. */
    CREATE,
    /** It is there, and differs. */
    UPDATE,
    /** It is as it is wanted. */
    KEEP
  }

  /** {@code update client shop}. */
  public String title() {
    return action.name().toLowerCase(Locale.ROOT) + " " + wanted.label();
  }

  /** The title and what changes, a line each, without secrets. */
  public String toText() {
    return title() + "\n" + diff.toText();
  }

  @Override
  public String toString() {
    return title();
  }
}
