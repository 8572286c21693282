package dev.tms.session;

/** Where sessions live between requests. */
public enum SessionHome {
  /** In sealed cookies of the browser: nothing to lose, replicate or leak on the server. */
  COOKIE,
  /**
   * In the store, sealed, behind a random handle in a cookie: small cookies however large the
   * tokens are, and users can list their sessions and end them. Every request needs the store.
   */
  STORE
}
