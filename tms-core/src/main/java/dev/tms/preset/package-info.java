/**
 * What is known of certain providers, so that no one has to look it up again: where their endpoints
 * are, where they differ from the specifications, what they demand of a client, what their errors
 * mean. API.
 */
@NullMarked
package dev.tms.preset;

import org.jspecify.annotations.NullMarked;
