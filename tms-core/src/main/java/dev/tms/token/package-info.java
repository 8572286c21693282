/** Tokens, secrets and the signed-in user as values. API. */
@NullMarked
package dev.tms.token;

import org.jspecify.annotations.NullMarked;
