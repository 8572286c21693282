/** A strict in-process OpenID Provider that misbehaves on demand. */
@NullMarked
package dev.tms.testkit;

import org.jspecify.annotations.NullMarked;
