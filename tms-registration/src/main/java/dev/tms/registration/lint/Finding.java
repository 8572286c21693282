package dev.tms.registration.lint;

import dev.tms.registration.document.Position;
import org.jspecify.annotations.Nullable;

/**
 * A place where a registration breaks a rule.
 *
 * @param rule which
 * @param subject the registration: its kind and name
 * @param path of the value, for example {@code $.redirectUris[0]}
 * @param message what is wrong there; no secret is in it
 * @param position where it stands in the text; null for a document that was not read from text
 */
public record Finding(
    Rule rule, String subject, String path, String message, @Nullable Position position) {}
