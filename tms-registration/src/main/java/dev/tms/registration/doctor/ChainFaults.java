package dev.tms.registration.doctor;

import dev.tms.registration.doctor.NotSeen.Kind;
import dev.tms.registration.doctor.TlsProbe.TlsSeen;
import dev.tms.registration.doctor.TlsProbe.TlsSeen.Distrust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/** Determines from the certificates why a chain is not trusted. */
final class ChainFaults {
  private static final int SHOWN_NAMES = 8;
  private static final int MAX_NAME = 300;
  private static final int MAX_NAMES = 100;
  private static final int DNS = 2; // RFC 5280 4.2.1.6: GeneralName
  private static final int IP = 7;

  private ChainFaults() {}

  /** Returns at least one reason. */
  static List<Distrust> of(
      List<X509Certificate> chain, String host, Instant now, Throwable problem) {
    List<Distrust> faults = new ArrayList<>();
    chain.forEach(certificate -> addTimes(certificate, now, faults));
    X509Certificate own = chain.get(0);
    List<String> names = names(own);
    if (!matches(host, names)) {
      faults.add(new Distrust(Kind.TLS_WRONG_HOST, wrongHost(host, own, names)));
    }
    boolean hasNoPath = isCausedBy(CertPathBuilderException.class, problem);
    if (signsItself(own)) {
      faults.add(
          new Distrust(
              Kind.TLS_UNTRUSTED,
              "self-signed by " + TlsSeen.subject(own) + ", no CA stands behind it"));
    } else if (hasNoPath) {
      faults.add(new Distrust(Kind.TLS_UNTRUSTED, unknownIssuer(chain)));
    } else if (faults.isEmpty()) {
      faults.add(
          new Distrust(Kind.TLS_FAILED, PlainText.cut(PlainText.line(words(problem)), MAX_NAME)));
    }
    return faults;
  }

  private static void addTimes(X509Certificate certificate, Instant now, List<Distrust> faults) {
    Instant start = certificate.getNotBefore().toInstant();
    Instant end = certificate.getNotAfter().toInstant();
    String subject = TlsSeen.subject(certificate);
    if (now.isAfter(end)) {
      faults.add(
          new Distrust(
              Kind.TLS_EXPIRED, subject + " expired on " + end + ", " + age(end, now) + " ago"));
    } else if (now.isBefore(start)) {
      faults.add(
          new Distrust(
              Kind.TLS_NOT_YET_VALID,
              subject + " is valid from " + start + ", in " + age(now, start)));
    }
  }

  private static String age(Instant from, Instant to) {
    Duration age = Duration.between(from, to);
    return age.toDays() >= 2 ? age.toDays() + " days" : age.toHours() + " hours";
  }

  private static String wrongHost(String host, X509Certificate own, List<String> names) {
    int more = names.size() - SHOWN_NAMES;
    return names.isEmpty()
        ? "it has no name of a host; " + host + " is wanted, its subject is " + TlsSeen.subject(own)
        : "it is for %s%s, and not for %s"
            .formatted(
                String.join(", ", names.subList(0, Math.min(names.size(), SHOWN_NAMES))),
                more > 0 ? " and " + more + " more" : "",
                host);
  }

  private static boolean signsItself(X509Certificate certificate) {
    try {
      certificate.verify(certificate.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static String unknownIssuer(List<X509Certificate> chain) {
    X509Certificate top = chain.get(chain.size() - 1);
    String issuer = name(top.getIssuerX500Principal());
    return issuer.equals(TlsSeen.subject(top))
        ? "the CA " + issuer + " is not among those trusted here: a private CA?"
        : "the server sends "
            + (chain.size() == 1 ? "1 certificate" : chain.size() + " certificates")
            + ", and "
            + issuer
            + ", the issuer of the last, is not known here: either the server leaves out its"
            + " intermediate certificates (incomplete chain), or it is a private CA";
  }

  /** Whether the handshake failed because this side rejected the certificates. */
  static boolean isAboutCertificates(Throwable problem) {
    return isCausedBy(CertificateException.class, problem)
        || isCausedBy(CertPathValidatorException.class, problem);
  }

  private static boolean isCausedBy(Class<? extends Throwable> type, Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }

  private static String words(Throwable problem) {
    Throwable last = problem;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  static String name(X500Principal principal) {
    return PlainText.cut(PlainText.line(principal.getName()), MAX_NAME);
  }

  /** Host names and IP addresses; empty for most CA certificates. */
  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> entry : all == null ? List.<List<?>>of() : all) {
        if ((entry.get(0).equals(DNS) || entry.get(0).equals(IP))
            && names.size() < MAX_NAMES
            && entry.get(1) instanceof String text) {
          names.add(PlainText.cut(PlainText.line(text), MAX_NAME));
        }
      }
    } catch (CertificateParsingException e) {
      // no readable name
    }
    return names;
  }

  static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  /** Whether one of the names matches the host (RFC 9525 section 6.3). */
  static boolean matches(String host, List<String> names) {
    String wanted = normal(host);
    // RFC 9525 6.3: the wildcard is the complete left-most label
    int dot = isAddress(wanted) ? 0 : wanted.indexOf('.');
    return names.stream()
        .map(ChainFaults::normal)
        .anyMatch(
            name -> name.equals(wanted) || (dot > 0 && name.equals("*" + wanted.substring(dot))));
  }

  private static String normal(String name) {
    if (isAddress(name)) {
      try {
        return InetAddress.getByName(name).getHostAddress(); // a literal, so no lookup
      } catch (UnknownHostException e) {
        return name;
      }
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
