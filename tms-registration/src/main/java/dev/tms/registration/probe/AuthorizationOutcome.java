package dev.tms.registration.probe;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What came of an authorization request without a sign-in. */
public sealed interface AuthorizationOutcome
    permits AuthorizationOutcome.Returned,
        AuthorizationOutcome.Page,
        AuthorizationOutcome.TooManyRedirects,
        NotSeen {
  /** How an answer comes to the redirect URI. */
  enum Mode {
    /** In its query. */
    QUERY,
    /** In its fragment, which a server never sees. */
    FRAGMENT,
    /** By a form that a page sends (form_post). */
    FORM_POST
  }

  /**
   * The provider led back to the redirect URI, which was not called (RFC 6749 section 4.1.2).
   *
   * @param mode how
   * @param error its error code, such as {@code login_required}
   * @param errorDescription its words for it, in one line
   * @param hasCode whether it holds a code, which is not kept
   * @param issuer its {@code iss} (RFC 9207)
   * @param keepsState whether its {@code state} is the one that was sent (RFC 6749 section 4.1.2)
   */
  record Returned(
      Mode mode,
      Optional<String> error,
      Optional<String> errorDescription,
      boolean hasCode,
      Optional<String> issuer,
      boolean keepsState)
      implements AuthorizationOutcome {}

  /**
   * The provider shows a page.
   *
   * @param status its status
   * @param uri where it stands, without query
   * @param text what it says
   * @param looksLikeLogin whether it asks for a password, or for who is there
   * @param needsScript whether it shows nothing of use without scripts, so that it may be either
   * @param way the addresses on the way there, without queries, the first request's first
   */
  record Page(
      int status,
      URI uri,
      PageText text,
      boolean looksLikeLogin,
      boolean needsScript,
      List<URI> way)
      implements AuthorizationOutcome {
    /** Copies the way. */
    public Page {
      way = List.copyOf(way);
    }
  }

  /**
   * The redirects did not end.
   *
   * @param way the addresses, without queries
   */
  record TooManyRedirects(List<URI> way) implements AuthorizationOutcome {
    /** Copies the way. */
    public TooManyRedirects {
      way = List.copyOf(way);
    }
  }
}
