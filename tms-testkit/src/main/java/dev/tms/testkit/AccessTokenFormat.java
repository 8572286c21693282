package dev.tms.testkit;

/** What access tokens look like. */
public enum AccessTokenFormat {
  /** Signed JWTs as in RFC 9068. */
  JWT,
  /** 43 random characters. */
  OPAQUE
}
