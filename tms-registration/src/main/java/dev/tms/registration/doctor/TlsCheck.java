package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.inspect.Inspection.Metadata;
import dev.tms.registration.doctor.TlsProbe.TlsOutcome;
import dev.tms.registration.doctor.TlsProbe.TlsSeen;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Checks the certificates of the provider's hosts and of the public URL. */
record TlsCheck(Network network) {
  private static final Duration SOON = Duration.ofDays(30);
  private static final String HTTPS = "https";

  Look look(TmsConfiguration configuration, Patient patient) {
    Map<String, URI> hosts = hosts(configuration, patient);
    if (hosts.isEmpty()) {
      return Look.at(Area.TLS, "no https address is used");
    }
    TlsProbe probe = network.tls();
    List<String> seen = new ArrayList<>();
    hosts.forEach((host, uri) -> seen.add(host + ": " + look(host, probe.look(uri), patient)));
    return Look.at(Area.TLS, String.join("; ", seen));
  }

  private static Map<String, URI> hosts(TmsConfiguration configuration, Patient patient) {
    Stream<URI> discovered = Stream.ofNullable(patient.metadata()).flatMap(TlsCheck::endpoints);
    Map<String, URI> hosts = new LinkedHashMap<>();
    Stream.concat(
            Stream.of(
                URI.create(configuration.provider().issuer()),
                configuration.server().publicUrl().resolve("/")),
            discovered)
        .filter(uri -> HTTPS.equalsIgnoreCase(uri.getScheme()))
        .forEach(uri -> hosts.putIfAbsent(uri.getRawAuthority(), uri));
    return hosts;
  }

  private static Stream<URI> endpoints(Metadata metadata) {
    return Stream.of(
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "userinfo_endpoint",
            "end_session_endpoint",
            "revocation_endpoint")
        .map(metadata.endpoints()::get)
        .filter(Objects::nonNull);
  }

  private String look(String host, TlsOutcome outcome, Patient patient) {
    if (outcome instanceof NotSeen notSeen) {
      // a server that accepts the connection and stays silent may expect plain HTTP
      if (notSeen.isAboutTls() || notSeen.kind() == NotSeen.Kind.ANSWER_TIMED_OUT) {
        patient.find("no-tls", notSeen.detail());
        return "no TLS";
      }
      // another check reports an unreachable provider, and this service may not be running yet
      return "not reached";
    }
    TlsSeen seen = (TlsSeen) outcome;
    seen.distrust().stream()
        .findFirst()
        .ifPresent(
            reason ->
                patient.find(
                    fault(reason.kind()),
                    "the certificate of " + host + " is not trusted: " + reason.detail()));
    return seen.chain().isEmpty() ? seen.protocol() : expiry(host, seen, patient);
  }

  private String expiry(String host, TlsSeen seen, Patient patient) {
    X509Certificate first =
        seen.chain().stream().min(Comparator.comparing(X509Certificate::getNotAfter)).orElseThrow();
    Instant end = first.getNotAfter().toInstant();
    if (seen.isTrusted() && end.isBefore(network.clock().instant().plus(SOON))) {
      patient.find(
          "certificate-expires",
          "a certificate of " + host + " expires at " + end + ": " + TlsSeen.subject(first));
    }
    return seen.protocol() + " until " + end;
  }

  private static String fault(NotSeen.Kind kind) {
    return switch (kind) {
      case TLS_EXPIRED, TLS_NOT_YET_VALID -> "certificate-not-valid-now";
      case TLS_WRONG_HOST -> "certificate-of-another-host";
      default -> "certificate-untrusted";
    };
  }
}
