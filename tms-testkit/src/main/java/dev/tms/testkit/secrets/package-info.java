/**
 * API: IssuedSecrets, SecretWatch, WatchedRun; the rest is internal. Watches over a whole test run:
 * whatever is logged, printed or thrown is searched for every secret that came up in it.
 *
 * <p>Entry type: {@link dev.tms.testkit.secrets.SecretWatch}.
 */
@NullMarked
package dev.tms.testkit.secrets;

import org.jspecify.annotations.NullMarked;
