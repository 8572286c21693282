package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.registration.probe.NotSeen;
import dev.tms.registration.probe.Seen;
import dev.tms.registration.probe.WebOutcome;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the provider says of itself, and whether it is enough for the configuration. */
record ProviderCheck(Network network) implements Check {
  private static final Fault UNREACHABLE =
      Fault.error(
          Area.PROVIDER,
          "provider-unreachable",
          "nobody can sign in, and no token is refreshed",
          "see whether Client.Authority is right, and whether DNS, proxy and firewall let this"
              + " machine out");
  private static final Fault UNUSABLE =
      Fault.error(
          Area.PROVIDER,
          "metadata-unusable",
          "endpoints and issuer are taken from it (OpenID Connect Discovery section 4)",
          "set Client.Authority to the provider's issuer; or give the endpoints by hand, where it"
              + " publishes no metadata");
  private static final Fault ISSUER =
      Fault.error(
          Area.PROVIDER,
          "issuer-differs",
          "the two must be identical (OpenID Connect Discovery section 4.3)",
          "set Client.Authority to the provider's own issuer, character by character");
  private static final Fault SIGNING_KEYS =
      Fault.error(
          Area.PROVIDER,
          "signing-keys-unusable",
          "ID tokens cannot be verified without them",
          "see that the JWKS URI can be reached from here and has a signature key (RFC 7517)");
  static final List<Fault> FAULTS =
      Stream.concat(
              Stream.of(UNREACHABLE, UNUSABLE, ISSUER, SIGNING_KEYS), Capabilities.FAULTS.stream())
          .toList();

  private static final List<Header> JSON = List.of(new Header("Accept", "application/json"));
  private static final Set<String> SIGNING_TYPES = Set.of("RSA", "EC", "OKP");
  private static final int OK = 200;

  @Override
  public Area area() {
    return Area.PROVIDER;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    String issuer = configuration.provider().issuer();
    Optional<URI> discovery = configuration.provider().discovery();
    if (discovery.isPresent() && !isDiscovered(discovery.get(), configuration, patient)) {
      return Look.at(area(), issuer);
    }
    MetadataSource source =
        new MetadataSource(
            configuration.provider(),
            new ProviderCalls(network.sender(), event -> {}, network.clock()),
            network.timeout(),
            network.clock(),
            network.random());
    if (source.get() instanceof MetadataSource.Unknown unknown) {
      patient.find(UNUSABLE, unknown.reason());
      return Look.at(area(), issuer);
    }
    ProviderMetadata metadata = ((MetadataSource.Known) source.get()).metadata();
    if (discovery.isEmpty() && !isThere(metadata.tokenEndpoint(), patient)) {
      return Look.at(area(), issuer + ", endpoints given by hand");
    }
    patient.learn(metadata);
    Capabilities.compare(metadata, configuration.client(), patient);
    URI keys = metadata.jwksUri();
    if (keys != null && configuration.client().identity() == IdentitySource.ID_TOKEN) {
      signingKeys(keys, metadata.signatureAlgorithms(), patient);
    }
    return Look.at(area(), issuer + (discovery.isPresent() ? "" : ", endpoints given by hand"));
  }

  /** Whether there is a document to go on with; what is wrong with it is told to the patient. */
  private boolean isDiscovered(URI uri, TmsConfiguration configuration, Patient patient) {
    WebOutcome outcome = network.web().get(uri, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(UNREACHABLE, "the provider cannot be asked: " + notSeen.detail());
      return false;
    }
    Seen seen = (Seen) outcome;
    seen.clockSkew().ifPresent(patient::learn);
    Optional<Map<String, Object>> said = json(seen);
    if (seen.status() != OK || said.isEmpty()) {
      patient.find(
          UNUSABLE,
          UNUSABLE.severity(),
          uri + " answered " + seen.status() + (said.isEmpty() ? ", and no JSON" : ""),
          said.isEmpty() ? seen.text().text() : "");
      return false;
    }
    Object issuer = said.get().get("issuer");
    String expected = configuration.provider().issuer();
    if (!expected.equals(issuer)) {
      patient.find(
          ISSUER, "the provider's issuer is " + issuer + ", and Client.Authority is " + expected);
      return false;
    }
    new Capabilities(configuration, said.get(), patient).compare();
    return true;
  }

  /** Whether somebody answers, be it with an error: endpoints given by hand were never asked. */
  private boolean isThere(URI endpoint, Patient patient) {
    WebOutcome outcome = network.web().get(endpoint, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(UNREACHABLE, "the provider cannot be asked: " + notSeen.detail());
      return false;
    }
    ((Seen) outcome).clockSkew().ifPresent(patient::learn);
    return true;
  }

  private void signingKeys(URI uri, Set<String> algorithms, Patient patient) {
    WebOutcome outcome = network.web().get(uri, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(SIGNING_KEYS, "the provider's keys cannot be had: " + notSeen.detail());
      return;
    }
    Seen seen = (Seen) outcome;
    seen.clockSkew().ifPresent(patient::learn);
    Optional<Map<String, Object>> set = json(seen);
    if (seen.status() != OK || set.isEmpty()) {
      patient.find(
          SIGNING_KEYS,
          uri + " answered " + seen.status() + (set.isEmpty() ? ", and no JSON" : ""));
    } else if (keyTypes(set.get()).isEmpty()) {
      patient.find(SIGNING_KEYS, uri + " has no key for signatures");
    } else if (!algorithms.isEmpty()
        && algorithms.stream()
            .map(ProviderCheck::keyType)
            .noneMatch(keyTypes(set.get())::contains)) {
      patient.find(
          SIGNING_KEYS, uri + " has no key for " + String.join(", ", new TreeSet<>(algorithms)));
    }
  }

  /** The type of key that signs so (RFC 7518 section 3.1, RFC 8037). */
  private static String keyType(String algorithm) {
    if (algorithm.startsWith("RS") || algorithm.startsWith("PS")) {
      return "RSA";
    }
    return algorithm.startsWith("ES") ? "EC" : "OKP";
  }

  /** The types of those that sign. */
  private static Set<String> keyTypes(Map<String, Object> set) {
    return set.get("keys") instanceof List<?> keys
        ? keys.stream()
            .filter(key -> key instanceof Map<?, ?> members && !"enc".equals(members.get("use")))
            .map(key -> String.valueOf(((Map<?, ?>) key).get("kty")))
            .filter(SIGNING_TYPES::contains)
            .collect(Collectors.toSet())
        : Set.of();
  }

  private static Optional<Map<String, Object>> json(Seen seen) {
    return Json.read(seen.body().getBytes(StandardCharsets.UTF_8));
  }
}
