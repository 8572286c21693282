/**
 * The results of this module's checks: a {@link dev.tms.registration.report.Report} holds findings
 * of {@link dev.tms.registration.report.Rule}s and prints them as text, JSON and SARIF 2.1.0. The
 * texts of rules are tables in the resources. API: Report, Rule, Severity; the rest is internal.
 */
@NullMarked
package dev.tms.registration.report;

import org.jspecify.annotations.NullMarked;
