package dev.tms.policy;

/** The place where sessions live between requests. */
public enum SessionHome {
  /** Sealed cookies in the browser: nothing to lose, replicate or leak on the server. */
  COOKIE,
  /**
   * The store, sealed, behind a random handle in a cookie. Cookies stay small however large the
   * tokens are, and users can list and end their sessions. Every request needs the store.
   */
  STORE
}
