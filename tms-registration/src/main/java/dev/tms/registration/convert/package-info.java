/**
 * What a conversion between two kinds of registrations gives: {@link
 * dev.tms.registration.convert.Converted}, with a list of what is lost. API: Converted, Loss; the
 * rest is internal.
 */
@NullMarked
package dev.tms.registration.convert;

import org.jspecify.annotations.NullMarked;
