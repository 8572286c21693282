/**
 * JSON documents of registrations: one, a list, or a package of several, in camelCase or
 * PascalCase, with comments, commas after the last item and placeholders. {@link
 * dev.tms.registration.document.RegistrationDocument} reads, changes and writes them; what is not
 * known is kept. JSON by RFC 8259. API: RegistrationDocument, Entry, Problem,
 * InvalidDocumentException, PlaceholderUse, Position, JsonText; the rest is internal.
 */
@NullMarked
package dev.tms.registration.document;

import org.jspecify.annotations.NullMarked;
