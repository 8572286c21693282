package dev.tms.testkit;

/** The format of access tokens. */
public enum AccessTokenFormat {
  /** Signed JWTs (RFC 9068). */
  JWT,
  /** 43 random characters. */
  OPAQUE
}
