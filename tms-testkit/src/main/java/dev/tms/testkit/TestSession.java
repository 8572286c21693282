package dev.tms.testkit;

import java.time.Instant;

/**
 * A user signed on at the provider.
 *
 * @param sid the session's id, as in ID tokens
 * @param subject the user's {@code sub}
 * @param authTime the last active authentication
 */
public record TestSession(String sid, String subject, Instant authTime) {}
