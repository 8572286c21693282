package dev.tms.registration.document;

import dev.tms.registration.Registration;

/**
 * A registration, and where in its document it is.
 *
 * @param path for example {@code $} or {@code $.clients[0]}
 * @param registration what is there
 */
public record DocumentEntry(String path, Registration registration) {}
