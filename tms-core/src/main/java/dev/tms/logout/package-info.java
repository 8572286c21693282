/**
 * Logout here and at the provider, and logouts by the provider. Entry types: {@link
 * dev.tms.logout.Logout}, {@link dev.tms.logout.BackChannelLogout}, {@link
 * dev.tms.logout.FrontChannelLogout}, {@link dev.tms.logout.OwnSessions}. OpenID Connect
 * RP-Initiated Logout 1.0, Back-Channel Logout 1.0, Front-Channel Logout 1.0, RFC 7009. Internal.
 */
@NullMarked
package dev.tms.logout;

import org.jspecify.annotations.NullMarked;
