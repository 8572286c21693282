/** Error codes and the one operational exception. API. */
@NullMarked
package dev.tms.problem;

import org.jspecify.annotations.NullMarked;
