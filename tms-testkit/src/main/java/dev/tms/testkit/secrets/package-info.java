/**
 * API: IssuedSecrets, SecretWatch; the rest is internal. Searches all that tests make the code log,
 * print or throw for every secret of the process.
 *
 * <p>Entry type: {@link dev.tms.testkit.secrets.SecretWatch}.
 */
@NullMarked
package dev.tms.testkit.secrets;

import org.jspecify.annotations.NullMarked;
