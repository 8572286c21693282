/**
 * What is known of certain providers, so that no one has to look it up again: where their endpoints
 * are, in what they differ from the book, what they demand of a client, what their errors mean.
 * API.
 */
@NullMarked
package dev.tms.preset;

import org.jspecify.annotations.NullMarked;
