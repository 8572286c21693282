package dev.tms.testkit;

import java.time.Instant;

/**
 * A user's session at the provider.
 *
 * @param sid the session ID, as in ID tokens
 * @param subject the user's {@code sub}
 * @param authTime the last active authentication
 */
public record TestSession(String sid, String subject, Instant authTime) {}
