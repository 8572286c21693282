/**
 * Differences between two registrations: {@link dev.tms.registration.diff.RegistrationDiff}. API:
 * RegistrationDiff, Difference, Note, HiddenSecrets; the rest is internal.
 */
@NullMarked
package dev.tms.registration.diff;

import org.jspecify.annotations.NullMarked;
