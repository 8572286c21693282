/**
 * JSON documents of registrations: one, a list, or a package, in camelCase or PascalCase, with
 * comments, trailing commas and placeholders. {@link
 * dev.tms.registration.document.RegistrationDocument} reads, changes and writes them, and preserves
 * unknown members. JSON is defined in RFC 8259. API: RegistrationDocument, Entry, Problem,
 * InvalidDocumentException, PlaceholderUse, Position, JsonText; the rest is internal.
 */
@NullMarked
package dev.tms.registration.document;

import org.jspecify.annotations.NullMarked;
