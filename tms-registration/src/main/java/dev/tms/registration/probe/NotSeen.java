package dev.tms.registration.probe;

/** There is no answer to look at. */
public record NotSeen(Kind kind, String detail)
    implements WebOutcome, TlsOutcome, AuthorizationOutcome {
  /** What went wrong. */
  public enum Kind {
    /** The address is none that can be called. */
    BAD_ADDRESS,
    /** The host's name has no address (DNS). */
    NAME_UNKNOWN,
    /** Nothing listens on that port. */
    REFUSED,
    /** There is no way to the host. */
    UNREACHABLE,
    /** The host does not react to an attempt to connect: often a firewall. */
    CONNECT_TIMED_OUT,
    /** The connection was made, and no whole answer came in time. */
    ANSWER_TIMED_OUT,
    /** The certificate's issuer is not known: a private CA, or an incomplete chain. */
    TLS_UNTRUSTED,
    /** A certificate has expired. */
    TLS_EXPIRED,
    /** A certificate is not valid yet. */
    TLS_NOT_YET_VALID,
    /** The certificate is for other hosts. */
    TLS_WRONG_HOST,
    /** What listens on that port does not speak TLS. */
    TLS_NOT_SPOKEN,
    /** The TLS handshake failed for another reason. */
    TLS_FAILED,
    /** The answer is not HTTP; TLS may be spoken there. */
    NOT_HTTP,
    /** The connection broke before the answer was whole. */
    DROPPED,
    /** The answer is larger than what is read. */
    TOO_LARGE,
    /** A redirect leads to an address that no browser could follow, or not over HTTP. */
    BAD_REDIRECT
  }

  /** Whether it is about TLS. */
  public boolean isAboutTls() {
    return kind.name().startsWith("TLS_");
  }
}
