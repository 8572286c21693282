package dev.tms.oauth;

/** How the provider returns the authorization response. */
public enum ResponseMode {
  /** In the query of a redirect, the default of the code flow. */
  QUERY,
  /** In a form that the browser posts (OAuth 2.0 Form Post Response Mode). */
  FORM_POST
}
