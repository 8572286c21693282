package dev.tms.registration.probe;

import java.net.URI;
import java.util.Optional;

/** What came of an authorization request without a sign-in. */
public sealed interface AuthorizationOutcome
    permits AuthorizationOutcome.Returned, AuthorizationOutcome.Page, NotSeen {
  /** The provider led back to the redirect URI, which was not called (RFC 6749 section 4.1.2). */
  record Returned(
      Optional<String> error,
      Optional<String> errorDescription,
      boolean hasCode,
      boolean keepsState)
      implements AuthorizationOutcome {}

  /** The provider shows a page. */
  record Page(int status, URI uri, String text, boolean looksLikeLogin, boolean needsScript)
      implements AuthorizationOutcome {}
}
