/**
 * Access tokens by client credentials (RFC 6749 section 4.4), for services that call APIs in their
 * own name: {@link dev.tms.machine.MachineTokens} keeps and renews them, and lends an {@link
 * java.net.http.HttpClient} that attaches them (RFC 6750). Knows no user, session or web request.
 *
 * <p>API: {@link dev.tms.machine.MachineTokens}, {@link dev.tms.machine.MachineClient}, {@link
 * dev.tms.machine.MachineTokenOutcome}; the rest is internal.
 */
@NullMarked
package dev.tms.machine;

import org.jspecify.annotations.NullMarked;
