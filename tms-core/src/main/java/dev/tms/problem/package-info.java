/** Error codes, the one operational exception, and settings that say what is wrong. API. */
@NullMarked
package dev.tms.problem;

import org.jspecify.annotations.NullMarked;
