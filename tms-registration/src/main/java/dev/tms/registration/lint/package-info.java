/**
 * What is wrong with registrations, before a login shows it: {@link
 * dev.tms.registration.lint.Linter} and its rules, each with the section of the specification that
 * it rests on (RFC 6749, RFC 7636, RFC 8252, RFC 9700, OpenID Connect Core 1.0 and its logout
 * specifications). Reports as text, JSON and SARIF 2.1.0. API: Linter, LintOptions, LintReport,
 * Finding, Rule, Severity, FixOutcome; the rest is internal.
 */
@NullMarked
package dev.tms.registration.lint;

import org.jspecify.annotations.NullMarked;
