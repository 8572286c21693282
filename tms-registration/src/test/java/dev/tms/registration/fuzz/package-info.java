/**
 * What must hold of any text that someone gives as a document, tried with texts that a fuzzer
 * makes. Entry types: {@link dev.tms.registration.fuzz.AnyText} and {@link
 * dev.tms.registration.fuzz.GrownText} for the fuzzer, {@link dev.tms.registration.fuzz.SeedsTest}
 * for the build. Internal.
 */
@NullMarked
package dev.tms.registration.fuzz;

import org.jspecify.annotations.NullMarked;
