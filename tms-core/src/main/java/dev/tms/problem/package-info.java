/** Error codes, the one operational exception, and settings that report their problems. API. */
@NullMarked
package dev.tms.problem;

import org.jspecify.annotations.NullMarked;
