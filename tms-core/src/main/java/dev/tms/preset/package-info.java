/**
 * Presets for known providers: their endpoints, how they differ from the specifications, what they
 * require of a client, and what their errors mean. API.
 */
@NullMarked
package dev.tms.preset;

import org.jspecify.annotations.NullMarked;
