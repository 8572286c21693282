/**
 * The entry point: {@link dev.tms.Tms#builder()} builds a token management service, {@link
 * dev.tms.Tms#handle} serves its endpoints, and {@link dev.tms.Tms#session} tells an application
 * who is signed in. API.
 */
@NullMarked
package dev.tms;

import org.jspecify.annotations.NullMarked;
