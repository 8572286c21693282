package dev.tms.registration;

/** How a refresh token expires. */
public enum RefreshTokenExpiration {
  /** Each use extends its life, up to the absolute lifetime. */
  SLIDING,
  /** It lives for the absolute lifetime, whatever happens. */
  ABSOLUTE
}
