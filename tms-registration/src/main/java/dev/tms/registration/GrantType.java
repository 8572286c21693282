package dev.tms.registration;

import java.util.List;

/**
 * A way to get tokens (RFC 6749 section 1.3). Providers know more than the constants here.
 *
 * @param value as it stands in documents, for example {@code authorization_code}
 */
public record GrantType(String value) {
  /** Tokens straight from the authorization endpoint (RFC 6749 section 4.2). */
  public static final GrantType IMPLICIT = new GrantType("implicit");

  /** A code, redeemed for tokens (RFC 6749 section 4.1). */
  public static final GrantType AUTHORIZATION_CODE = new GrantType("authorization_code");

  /** A code, and tokens beside it (OpenID Connect Core section 3.3). */
  public static final GrantType HYBRID = new GrantType("hybrid");

  /** The client's own rights (RFC 6749 section 4.4). */
  public static final GrantType CLIENT_CREDENTIALS = new GrantType("client_credentials");

  /** The user's password in the client's hands (RFC 6749 section 4.3). */
  public static final GrantType PASSWORD = new GrantType("password");

  /** A code typed in on another device (RFC 8628). */
  public static final GrantType DEVICE_CODE =
      new GrantType("urn:ietf:params:oauth:grant-type:device_code");

  private static final List<GrantType> THROUGH_BROWSER =
      List.of(AUTHORIZATION_CODE, HYBRID, IMPLICIT);

  /** Whether a browser is sent to the provider and back to a redirect URI. */
  public boolean redirects() {
    return THROUGH_BROWSER.contains(this);
  }

  /** Whether a user takes part, so that there is an ID token to ask for. */
  public boolean isInteractive() {
    return redirects() || equals(DEVICE_CODE);
  }

  @Override
  public String toString() {
    return value;
  }
}
