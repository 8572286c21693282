package dev.tms.registration.probe;

import dev.tms.registration.probe.Distrust.Kind;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a chain that was not trusted, read from the certificates themselves. */
final class ChainFaults {
  private static final int MAX_NAMES = 8;

  private final String host;
  private final Instant now;

  ChainFaults(String host, Instant now) {
    this.host = host;
    this.now = now;
  }

  /** At least one reason; the problem is what the JDK had against it. */
  List<Distrust> of(List<X509Certificate> chain, Throwable problem) {
    List<SentCertificate> sent = chain.stream().map(SentCertificate::of).toList();
    List<Distrust> faults = new ArrayList<>();
    sent.forEach(certificate -> addTimes(certificate, faults));
    SentCertificate own = sent.get(0);
    if (!HostNames.matches(host, own.names())) {
      faults.add(new Distrust(Kind.WRONG_HOST, wrongHost(own)));
    }
    if (signsItself(chain.get(0))) {
      faults.add(
          new Distrust(
              Kind.SELF_SIGNED, "self-signed by " + own.subject() + ", no CA stands behind it"));
    } else if (faults.isEmpty() || hasNoPath(problem)) {
      faults.add(
          faults.isEmpty() && !hasNoPath(problem)
              ? new Distrust(Kind.OTHER, PlainText.cut(PlainText.line(words(problem)), 300))
              : new Distrust(Kind.UNKNOWN_ISSUER, unknownIssuer(chain)));
    }
    return faults;
  }

  private void addTimes(SentCertificate certificate, List<Distrust> faults) {
    if (now.isAfter(certificate.notAfter())) {
      faults.add(
          new Distrust(
              Kind.EXPIRED,
              certificate.subject()
                  + " expired on "
                  + certificate.notAfter()
                  + ", "
                  + age(certificate.notAfter(), now)
                  + " ago"));
    } else if (now.isBefore(certificate.notBefore())) {
      faults.add(
          new Distrust(
              Kind.NOT_YET_VALID,
              certificate.subject()
                  + " is valid from "
                  + certificate.notBefore()
                  + ", in "
                  + age(now, certificate.notBefore())));
    }
  }

  private static String age(Instant from, Instant to) {
    Duration age = Duration.between(from, to);
    return age.toDays() >= 2 ? age.toDays() + " days" : age.toHours() + " hours";
  }

  private String wrongHost(SentCertificate own) {
    int more = own.names().size() - MAX_NAMES;
    String names =
        String.join(", ", own.names().subList(0, Math.min(own.names().size(), MAX_NAMES)));
    return names.isEmpty()
        ? "it has no name of a host; " + host + " is wanted, its subject is " + own.subject()
        : "it is for "
            + names
            + (more > 0 ? " and " + more + " more" : "")
            + ", and not for "
            + host;
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
    SentCertificate top = SentCertificate.of(chain.get(chain.size() - 1));
    String count = chain.size() == 1 ? "1 certificate" : chain.size() + " certificates";
    return top.isSelfIssued()
        ? "the CA " + top.subject() + " is not among those trusted here: a private CA?"
        : "the server sends "
            + count
            + ", and "
            + top.issuer()
            + ", the issuer of the last, is not known here: either the server leaves out its"
            + " intermediate certificates (incomplete chain), or it is a private CA";
  }

  /** Whether our side turned the certificates down, and not something else went wrong. */
  static boolean isAboutCertificates(Throwable problem) {
    return isCausedBy(CertificateException.class, problem)
        || isCausedBy(CertPathValidatorException.class, problem);
  }

  /** The JDK found no trusted certificate to which the chain leads. */
  private static boolean hasNoPath(Throwable problem) {
    return isCausedBy(CertPathBuilderException.class, problem);
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
}
