/**
 * Where sessions are kept: behind {@link dev.tms.home.TokenStore}, in sealed cookies or in sealed
 * entries of a store, with the time of last use beside them; {@link dev.tms.home.Sessions} opens
 * the one that a request carries. Internal.
 */
@NullMarked
package dev.tms.home;

import org.jspecify.annotations.NullMarked;
