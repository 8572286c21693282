package dev.tms.oauth;

import java.util.Locale;
import java.util.Set;

/**
 * Parameters of authorization requests that no caller may set: those that this service sends or
 * reads itself, and those that decide who asks, for what, where the answer goes, or how it is
 * protected.
 */
final class ReservedParameters {
  private static final Set<String> NAMES =
      Set.of(
          // of this service's own, at BeginLogin
          "returnurl",
          "customerdomain",
          "native_redirect_uri",
          "native_challenge",
          "native_state",
          // RFC 6749
          "client_id",
          "client_secret",
          "redirect_uri",
          "scope",
          "state",
          "code",
          "grant_type",
          "username",
          "password",
          "access_token",
          "refresh_token",
          "token_type",
          "expires_in",
          // OpenID Connect Core, Session Management, RP-Initiated Logout, Federation
          "nonce",
          "prompt",
          "max_age",
          "login_hint",
          "ui_locales",
          "acr_values",
          "claims",
          "id_token_hint",
          "id_token",
          "registration",
          "session_state",
          "post_logout_redirect_uri",
          "trust_chain",
          // RFC 7636, RFC 7521
          "code_verifier",
          "assertion",
          // RFC 8707, RFC 8693, RFC 9396, RFC 9449
          "resource",
          "audience",
          "authorization_details",
          "dpop_jkt",
          // RFC 9101, RFC 9126, RFC 9207, JARM
          "request",
          "request_uri",
          "response",
          "iss",
          // Grant Management for OAuth 2.0, OpenID4VP
          "grant_id",
          "grant_management_action",
          "client_metadata",
          "dcql_query",
          "presentation_definition");

  /** How names of whole families begin: response_type, code_challenge_method, error_uri. */
  private static final Set<String> BEGINNINGS =
      Set.of("response_", "code_challenge", "client_assertion", "client_id_", "error");

  private ReservedParameters() {}

  /**
   * Checks the name of a parameter that callers may set.
   *
   * @throws IllegalArgumentException if it is malformed or reserved
   */
  static void check(String name) {
    if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new IllegalArgumentException(
          "a parameter has a name of at most 100 letters, digits and _ . -");
    }
    // some servers compare without regard to case
    String lower = name.toLowerCase(Locale.ROOT);
    if (NAMES.contains(lower) || BEGINNINGS.stream().anyMatch(lower::startsWith)) {
      throw new IllegalArgumentException(
          "the parameter "
              + name
              + " is not for callers to set: this service sends it itself, or a specification has"
              + " it decide about the login's security. Use the setting of its own, or"
              + " Client.Parameters for a fixed value");
    }
  }
}
