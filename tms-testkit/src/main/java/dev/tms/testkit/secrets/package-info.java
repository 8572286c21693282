/**
 * API: IssuedSecrets, SecretWatch; the rest is internal. Whatever tests make the code log, print or
 * throw is searched for every secret that came up in the process.
 *
 * <p>Entry type: {@link dev.tms.testkit.secrets.SecretWatch}.
 */
@NullMarked
package dev.tms.testkit.secrets;

import org.jspecify.annotations.NullMarked;
