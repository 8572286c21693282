/**
 * The results of this module's checks: {@link dev.tms.registration.report.Finding}s of {@link
 * dev.tms.registration.report.Rule}s, and a {@link dev.tms.registration.report.Report} as text,
 * JSON and SARIF 2.1.0. The texts of rules are tables in the resources. API: Finding, Report, Rule,
 * Severity; the rest is internal.
 */
@NullMarked
package dev.tms.registration.report;

import org.jspecify.annotations.NullMarked;
