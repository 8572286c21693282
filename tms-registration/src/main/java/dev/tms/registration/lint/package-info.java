/**
 * Finds faults in registrations before a login fails: {@link dev.tms.registration.lint.Linter} and
 * its rules, each with a reference to its specification (RFC 6749, RFC 7636, RFC 8252, RFC 9700,
 * OpenID Connect Core 1.0 and its logout specifications). API: Linter, LintOptions, FixOutcome; the
 * rest is internal.
 */
@NullMarked
package dev.tms.registration.lint;

import org.jspecify.annotations.NullMarked;
