/**
 * Access tokens by the client credentials grant (RFC 6749 section 4.4), for services that call APIs
 * on their own behalf: {@link dev.tms.machine.MachineTokens} caches and renews tokens and provides
 * an {@link java.net.http.HttpClient} that attaches them (RFC 6750). Independent of users, sessions
 * and web requests.
 *
 * <p>API: {@link dev.tms.machine.MachineTokens}, {@link dev.tms.machine.MachineClient}, {@link
 * dev.tms.machine.MachineTokenOutcome}; the rest is internal.
 */
@NullMarked
package dev.tms.machine;

import org.jspecify.annotations.NullMarked;
