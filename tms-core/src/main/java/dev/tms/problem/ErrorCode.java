package dev.tms.problem;

import java.util.Locale;

/**
 * The stable codes of all error responses. The {@code code} member of a problem document (RFC 9457)
 * is the constant's name in lower case and never changes.
 */
public enum ErrorCode {
  /** No session: the user never signed in, or the cookies were cleared or do not open. */
  NO_SESSION(401, "There is no session. Sign in."),
  /** The session exceeded its idle timeout. */
  IDLE_TIMEOUT(401, "The session was idle for too long. Sign in again."),
  /** The session reached its absolute limit. */
  ABSOLUTE_TIMEOUT(401, "The session has reached its limit. Sign in again."),
  /** A logout here or at the provider ended the session, or another login replaced it. */
  LOGGED_OUT(401, "The session was signed out."),
  /**
   * The provider rejected the refresh token ({@code invalid_grant}, RFC 6749 section 5.2, or an
   * equivalent error), and the access token has expired.
   */
  SESSION_EXPIRED(401, "The provider has ended the session. Sign in again."),
  /** A refresh got no response, and the provider then rejected the refresh token as used. */
  SESSION_LOST(401, "The session was lost while it was being renewed. Sign in again."),
  /** The cookie is older than one confirmed in use, beyond the grace time. */
  SESSION_SUPERSEDED(401, "This copy of the session was superseded by a newer one."),
  /** Refreshed tokens name another user or client (OpenID Connect Core section 12.2). */
  IDENTITY_CHANGED(401, "The provider answered for another user. Sign in again."),

  /** The antiforgery header is missing or does not belong to this session. */
  ANTIFORGERY(
      400, "The RequestVerificationToken header is missing or does not belong to this session."),
  /** The request came from an origin that is not allowed to make it. */
  ORIGIN_REFUSED(403, "Requests from this origin are refused."),

  /** The customer domain is malformed. */
  DOMAIN_INVALID(400, "The customer domain is not well-formed."),
  /** This installation requires a customer domain for a login. */
  DOMAIN_REQUIRED(400, "A customer domain is needed to sign in."),
  /** The tenant directory does not know the domain. */
  TENANT_UNKNOWN(404, "The customer domain is not known."),
  /** The tenant directory is unavailable. */
  TENANT_UNAVAILABLE(503, "The customer domain cannot be looked up at the moment."),

  /** The callback belongs to no login in progress. */
  LOGIN_UNKNOWN(400, "This login has ended or expired. Start again."),
  /** The callback is malformed or comes from the wrong provider. */
  LOGIN_INVALID(400, "The answer of the provider is not valid. Start again."),
  /** The return URL is not below a front end. */
  RETURN_URL_INVALID(400, "The returnUrl does not lie under a front end of this service."),

  /** The provider is unavailable or too busy. */
  PROVIDER_UNAVAILABLE(503, "The identity provider cannot be reached at the moment."),
  /**
   * The provider's response is well-formed but contradicts the configuration: its issuer, a missing
   * required endpoint, a signature algorithm, a userinfo request it rejects. Requires an operator;
   * ends no session. For token requests of a session, the status is 503.
   */
  PROVIDER_MISCONFIGURED(
      502, "This service and the identity provider are not configured to match."),
  /**
   * The provider rejected this service's own token request ({@code invalid_client} or another error
   * of RFC 6749 section 5.2). Requires an operator.
   */
  MACHINE_TOKEN_REFUSED(502, "The identity provider refuses this service a token of its own."),
  /** The session store is unavailable. */
  STORE_UNAVAILABLE(503, "The session store cannot be reached at the moment."),

  /** A parameter, header or body is malformed. */
  REQUEST_INVALID(400, "The request is malformed."),
  /** The request body is too large. */
  REQUEST_TOO_LARGE(413, "The request is too large."),
  /** There is no list of sessions, because they are held in cookies (see {@code Session.Home}). */
  NOT_STORE_HELD(404, "Sessions are not held on the server here."),
  /** The path does not exist. */
  NOT_FOUND(404, "There is nothing here."),
  /** The path does not support this method. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here."),
  /** The session's tokens do not fit into cookies. */
  SESSION_TOO_LARGE(500, "The session does not fit into cookies."),
  /** A defect of this service; details are only in its log. */
  INTERNAL_ERROR(500, "Something went wrong here.");

  private final int status;
  private final String title;
  private final String wire;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
    this.wire = name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status of this code. */
  public int status() {
    return status;
  }

  /** A fixed sentence for users, without data of the request. */
  public String title() {
    return title;
  }

  /** The code on the wire, such as {@code no_session}. */
  public String wire() {
    return wire;
  }
}
