package dev.tms.registration.probe;

import java.util.List;

/**
 * A server's side of a TLS handshake.
 *
 * @param protocol negotiated, such as {@code TLSv1.3}
 * @param cipher negotiated, such as {@code TLS_AES_256_GCM_SHA384}
 * @param chain the certificates as sent, the server's own first
 * @param distrust why the chain is not trusted for this host, the gravest first; empty where it is
 */
public record TlsSeen(
    String protocol, String cipher, List<SentCertificate> chain, List<Distrust> distrust)
    implements TlsOutcome {
  /** Copies the lists. */
  public TlsSeen {
    chain = List.copyOf(chain);
    distrust = List.copyOf(distrust);
  }

  /** Whether a client with this trust talks to the server. */
  public boolean isTrusted() {
    return distrust.isEmpty();
  }
}
