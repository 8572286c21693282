package dev.tms.registration.document;

import dev.tms.registration.Placeholder;

/**
 * A placeholder that is still to be filled.
 *
 * @param placeholder which
 * @param path where, for example {@code $.redirectUris[0]}
 */
public record PlaceholderUse(Placeholder placeholder, String path) {}
