package dev.tms.registration.probe;

import java.security.cert.X509Certificate;
import java.util.List;

/** A server's side of a TLS handshake. */
public record TlsSeen(String protocol, List<X509Certificate> chain, List<Distrust> distrust)
    implements TlsOutcome {
  public TlsSeen {
    chain = List.copyOf(chain);
    distrust = List.copyOf(distrust);
  }

  /** The name of a certificate's subject (RFC 2253), printable. */
  public static String subject(X509Certificate certificate) {
    return ChainFaults.name(certificate.getSubjectX500Principal());
  }

  /** Whether a client with this trust talks to the server. */
  public boolean isTrusted() {
    return distrust.isEmpty();
  }

  /** Why a chain is not trusted. */
  public record Distrust(NotSeen.Kind kind, String detail) {}
}
