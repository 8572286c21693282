package dev.tms.registration.probe;

import java.net.URI;

/**
 * Why a chain is not trusted.
 *
 * @param kind the reason
 * @param detail in words, with names and dates
 */
public record Distrust(Kind kind, String detail) {
  /** The reason. */
  public enum Kind {
    /** A certificate of the chain has expired. */
    EXPIRED,
    /** A certificate of the chain is not valid yet. */
    NOT_YET_VALID,
    /** The server's certificate is for other hosts. */
    WRONG_HOST,
    /** The server's certificate signs itself: no CA stands behind it. */
    SELF_SIGNED,
    /** The issuer is not known: a private CA, or a chain without its intermediate certificates. */
    UNKNOWN_ISSUER,
    /** Another: a weak algorithm, a revoked or a malformed certificate. */
    OTHER
  }

  NotSeen asNotSeen(URI uri) {
    NotSeen.Kind notSeen =
        switch (kind) {
          case EXPIRED -> NotSeen.Kind.TLS_EXPIRED;
          case NOT_YET_VALID -> NotSeen.Kind.TLS_NOT_YET_VALID;
          case WRONG_HOST -> NotSeen.Kind.TLS_WRONG_HOST;
          case SELF_SIGNED, UNKNOWN_ISSUER -> NotSeen.Kind.TLS_UNTRUSTED;
          case OTHER -> NotSeen.Kind.TLS_FAILED;
        };
    return new NotSeen(
        notSeen, "the certificate of " + Locations.hostAndPort(uri) + " is not trusted: " + detail);
  }
}
