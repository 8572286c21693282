package dev.tms.registration.document;

import dev.tms.registration.Registration;
import java.util.Objects;

/**
 * A registration, and where in its document it is.
 *
 * @param path for example {@code $} or {@code $.clients[0]}
 * @param registration what is there
 */
public record DocumentEntry(String path, Registration registration) {
  /** Checks that nothing is missing. */
  public DocumentEntry {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(registration, "registration");
  }
}
