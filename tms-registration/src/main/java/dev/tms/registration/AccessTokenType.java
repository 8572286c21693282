package dev.tms.registration;

/** The form of access tokens. */
public enum AccessTokenType {
  /** A signed JWT (RFC 9068), checked without asking the provider. */
  JWT,
  /** An opaque text, to be introspected (RFC 7662). */
  REFERENCE
}
