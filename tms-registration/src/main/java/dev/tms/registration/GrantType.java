package dev.tms.registration;

import java.util.List;

/**
 * An authorization grant (RFC 6749 section 1.3). Providers may support others than the constants
 * here.
 *
 * @param value the name in documents, for example {@code authorization_code}
 */
public record GrantType(String value) {
  /** The implicit grant (RFC 6749 section 4.2). */
  public static final GrantType IMPLICIT = new GrantType("implicit");

  /** The authorization code grant (RFC 6749 section 4.1). */
  public static final GrantType AUTHORIZATION_CODE = new GrantType("authorization_code");

  /** The hybrid flow (OpenID Connect Core section 3.3). */
  public static final GrantType HYBRID = new GrantType("hybrid");

  /** The client credentials grant (RFC 6749 section 4.4). */
  public static final GrantType CLIENT_CREDENTIALS = new GrantType("client_credentials");

  /** The resource owner password credentials grant (RFC 6749 section 4.3). */
  public static final GrantType PASSWORD = new GrantType("password");

  /** The device authorization grant (RFC 8628). */
  public static final GrantType DEVICE_CODE =
      new GrantType("urn:ietf:params:oauth:grant-type:device_code");

  private static final List<GrantType> THROUGH_BROWSER =
      List.of(AUTHORIZATION_CODE, HYBRID, IMPLICIT);

  /** Whether the provider redirects a browser back to the client. */
  public boolean redirects() {
    return THROUGH_BROWSER.contains(this);
  }

  /** Whether a user takes part, so that an ID token can be issued. */
  public boolean isInteractive() {
    return redirects() || equals(DEVICE_CODE);
  }

  @Override
  public String toString() {
    return value;
  }
}
