package dev.tms.registration.probe;

import java.math.BigInteger;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A certificate of the chain that a server sends (RFC 5280).
 *
 * @param subject distinguished name (RFC 2253), printable
 * @param issuer distinguished name of who signed it
 * @param serial serial number, in hexadecimal
 * @param notBefore valid from
 * @param notAfter valid to
 * @param names hosts and IP addresses that it is for; empty for most that are no server's
 */
public record SentCertificate(
    String subject,
    String issuer,
    String serial,
    Instant notBefore,
    Instant notAfter,
    List<String> names) {
  private static final int MAX_NAME = 300;
  private static final int MAX_NAMES = 100;
  private static final int DNS = 2; // RFC 5280 4.2.1.6: GeneralName
  private static final int IP = 7;

  /** Copies the names. */
  public SentCertificate {
    names = List.copyOf(names);
  }

  static SentCertificate of(X509Certificate certificate) {
    return new SentCertificate(
        name(certificate.getSubjectX500Principal().getName()),
        name(certificate.getIssuerX500Principal().getName()),
        hex(certificate.getSerialNumber()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate));
  }

  private static String name(String text) {
    return PlainText.cut(PlainText.line(text), MAX_NAME);
  }

  private static String hex(BigInteger serial) {
    return serial.toString(16);
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> entry : all == null ? List.<List<?>>of() : all) {
        if ((entry.get(0).equals(DNS) || entry.get(0).equals(IP))
            && names.size() < MAX_NAMES
            && entry.get(1) instanceof String text) {
          names.add(name(text));
        }
      }
    } catch (CertificateParsingException e) {
      // then it is for no name that can be read
    }
    return names;
  }

  /** Whether it is its own issuer. */
  public boolean isSelfIssued() {
    return subject.equals(issuer);
  }
}
