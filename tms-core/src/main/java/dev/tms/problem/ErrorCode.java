package dev.tms.problem;

import java.util.Locale;

/**
 * The stable codes of every answer that is not a success. The lower-case name of a constant is the
 * {@code code} member of a problem document (RFC 9457) and never changes.
 */
public enum ErrorCode {
  /** No session: never signed in, cookies cleared, or a cookie that does not open. */
  NO_SESSION(401, "There is no session. Sign in."),
  /** The session was not used for longer than its idle timeout. */
  IDLE_TIMEOUT(401, "The session was idle for too long. Sign in again."),
  /** The session reached its absolute limit. */
  ABSOLUTE_TIMEOUT(401, "The session has reached its limit. Sign in again."),
  /** The session was ended by a logout here or at the provider, or replaced by another login. */
  LOGGED_OUT(401, "The session was signed out."),
  /**
   * The provider no longer honours the session's refresh token ({@code invalid_grant}, RFC 6749
   * section 5.2, and words to that effect), and its access token has expired.
   */
  SESSION_EXPIRED(401, "The provider has ended the session. Sign in again."),
  /** A refresh was sent, no answer arrived, and the provider then refused the token as used. */
  SESSION_LOST(401, "The session was lost while it was being renewed. Sign in again."),
  /** The cookie is older than a newer one that was seen in use, beyond the grace time. */
  SESSION_SUPERSEDED(401, "This copy of the session was superseded by a newer one."),
  /** Refreshed tokens name another user or client (OpenID Connect Core 12.2). */
  IDENTITY_CHANGED(401, "The provider answered for another user. Sign in again."),

  /** The antiforgery header is missing or does not belong to this session. */
  ANTIFORGERY(
      400, "The RequestVerificationToken header is missing or does not belong to this session."),
  /** The request came from a place that may not make it. */
  ORIGIN_REFUSED(403, "Requests from this origin are refused."),

  /** The customer domain does not have the form of one. */
  DOMAIN_INVALID(400, "The customer domain is not well-formed."),
  /** A login needs a customer domain in this installation. */
  DOMAIN_REQUIRED(400, "A customer domain is needed to sign in."),
  /** The tenant directory does not know the domain. */
  TENANT_UNKNOWN(404, "The customer domain is not known."),
  /** The tenant directory cannot be asked now. */
  TENANT_UNAVAILABLE(503, "The customer domain cannot be looked up at the moment."),

  /** The callback belongs to no login in progress. */
  LOGIN_UNKNOWN(400, "This login is not known any more. Start again."),
  /** The callback is malformed or comes from the wrong provider. */
  LOGIN_INVALID(400, "The answer of the provider is not valid. Start again."),
  /** The return URL lies outside of the front ends. */
  RETURN_URL_INVALID(400, "The returnUrl does not lie under a front end of this service."),

  /** The provider cannot be reached, or is too busy, now. */
  PROVIDER_UNAVAILABLE(503, "The identity provider cannot be reached at the moment."),
  /**
   * The provider's answer is well-formed and contradicts the configuration: its issuer, an endpoint
   * that is needed and missing, the algorithm of a signature, userinfo that it refuses. An operator
   * has to act; no session ends by it. Where a session's token is asked for the status is 503.
   */
  PROVIDER_MISCONFIGURED(
      502, "This service and the identity provider are not configured to match."),
  /**
   * The provider refuses a token to this service's own credentials ({@code invalid_client} or
   * another error of RFC 6749 section 5.2): an operator has to act.
   */
  MACHINE_TOKEN_REFUSED(502, "The identity provider refuses this service a token of its own."),
  /** The session store cannot be reached now. */
  STORE_UNAVAILABLE(503, "The session store cannot be reached at the moment."),

  /** A parameter, header or body is malformed. */
  REQUEST_INVALID(400, "The request is malformed."),
  /** The request's body is too large. */
  REQUEST_TOO_LARGE(413, "The request is too large."),
  /** Sessions are held in cookies here: there is no list of them (see {@code Session.Home}). */
  NOT_STORE_HELD(404, "Sessions are not held on the server here."),
  /** No such path. */
  NOT_FOUND(404, "There is nothing here."),
  /** The path does not take this method. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here."),
  /** The session's tokens do not fit into the cookies that hold them. */
  SESSION_TOO_LARGE(500, "The session does not fit into cookies."),
  /** A defect of this service; details are in its log only. */
  INTERNAL_ERROR(500, "Something went wrong here.");

  private final int status;
  private final String title;
  private final String wire;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
    this.wire = name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status that goes with this code. */
  public int status() {
    return status;
  }

  /** A sentence for people, fixed per code; carries nothing of the request. */
  public String title() {
    return title;
  }

  /** The code on the wire, for example {@code no_session}. */
  public String wire() {
    return wire;
  }
}
