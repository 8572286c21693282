package dev.tms.testkit.grant;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user signed on at the provider in one browser.
 *
 * @param sid the session's id, as in ID tokens; stays when the same user authenticates again
 * @param subject the user's {@code sub}
 * @param authTime the last active authentication
 * @param acr the authentication context, where one was asked for
 * @param confirmation proves that a logout was confirmed on the provider's own page
 */
public record SignOn(
    String sid, String subject, Instant authTime, @Nullable String acr, String confirmation) {}
