package dev.tms.registration.doctor;

import dev.tms.registration.lint.Severity;

/**
 * Something that is wrong, or worth knowing.
 *
 * @param fault what kind of thing it is
 * @param severity how much it matters here
 * @param message what it is here, on one line; no secret is in it
 * @param detail more of it on several lines, such as the text of a page; may be empty
 */
public record Finding(Fault fault, Severity severity, String message, String detail) {}
