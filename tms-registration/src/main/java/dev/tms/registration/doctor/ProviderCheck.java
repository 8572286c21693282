package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Inspection;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.registration.probe.NotSeen;
import dev.tms.registration.probe.Seen;
import dev.tms.registration.probe.WebOutcome;
import dev.tms.registration.report.Rule;
import dev.tms.registration.report.Severity;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the provider says of itself, and whether it is enough for the configuration. */
record ProviderCheck(Network network) implements Check {
  private static final Rule UNREACHABLE = Faults.named("provider-unreachable");
  private static final Rule UNUSABLE = Faults.named("metadata-unusable");
  private static final Rule ISSUER = Faults.named("issuer-differs");
  private static final Rule SIGNING_KEYS = Faults.named("signing-keys-unusable");
  private static final Rule IGNORED = Faults.named("endpoint-unusable");
  private static final Rule LEFT_OUT = Faults.named("key-unusable");
  private static final List<Header> JSON = List.of(new Header("Accept", "application/json"));
  // a provider may well have none of these (Discovery section 3, RFC 7662)
  private static final Set<String> OPTIONAL = Set.of("UserInfoEndpoint", "IntrospectionEndpoint");
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
    ClientSettings client = configuration.client();
    MetadataSource source =
        new MetadataSource(
            configuration.provider(),
            known -> List.of(), // what is missing is told below, all of it
            new ProviderCalls(network.sender(), event -> {}, network.clock()),
            network.timeout(),
            network.clock(),
            network.random());
    MetadataSource.Outcome outcome = source.get();
    if (!(outcome instanceof MetadataSource.Known known)) {
      patient.find(
          UNUSABLE,
          outcome instanceof MetadataSource.Misconfigured misconfigured
              ? misconfigured.reason()
              : ((MetadataSource.Unknown) outcome).reason());
      return Look.at(area(), issuer);
    }
    ProviderMetadata metadata = known.metadata();
    if (lacks(metadata, client, patient)) {
      return Look.at(area(), issuer);
    }
    if (discovery.isEmpty() && !isThere(metadata.requireTokenEndpoint(), patient)) {
      return Look.at(area(), issuer + ", endpoints given by hand");
    }
    patient.learn(metadata);
    Capabilities.compare(metadata, patient);
    URI keys = metadata.jwksUri();
    if (keys != null
        && client.identity() == IdentitySource.ID_TOKEN
        && !Inspection.needsNoKeys(client)) {
      signingKeys(keys, metadata.signatureAlgorithms(), client, patient);
    }
    return Look.at(area(), issuer + (discovery.isPresent() ? "" : ", endpoints given by hand"));
  }

  /** Whether there is an endpoint too few for a login; what is unusable besides is a note. */
  private static boolean lacks(ProviderMetadata metadata, ClientSettings client, Patient patient) {
    List<ProviderMetadata.Missing> missing = metadata.missing(client);
    missing.forEach(
        one ->
            patient.find(
                OPTIONAL.contains(one.setting()) ? Capabilities.NOT_OFFERED : UNUSABLE,
                "of the metadata: " + one.inWords()));
    metadata.unusable().stream()
        .filter(one -> missing.stream().noneMatch(needed -> needed.what().equals(one)))
        .forEach(one -> patient.find(IGNORED, "of the metadata: " + one));
    return !missing.isEmpty();
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

  /** Whether someone answers, be it with an error: endpoints given by hand were never asked. */
  private boolean isThere(URI endpoint, Patient patient) {
    WebOutcome outcome = network.web().get(endpoint, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(UNREACHABLE, "the provider cannot be asked: " + notSeen.detail());
      return false;
    }
    ((Seen) outcome).clockSkew().ifPresent(patient::learn);
    return true;
  }

  private void signingKeys(URI uri, Set<String> listed, ClientSettings client, Patient patient) {
    WebOutcome outcome = network.web().get(uri, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(SIGNING_KEYS, "the provider's keys cannot be had: " + notSeen.detail());
      return;
    }
    Seen seen = (Seen) outcome;
    seen.clockSkew().ifPresent(patient::learn);
    Optional<Inspection.KeySet> set = json(seen).flatMap(Inspection::keys);
    if (seen.status() != OK || set.isEmpty()) {
      patient.find(
          SIGNING_KEYS,
          uri + " answered " + seen.status() + (set.isEmpty() ? ", and no key set" : ""));
      return;
    }
    Inspection.KeySet keys = set.get();
    boolean isSet = client.idTokenSigningAlgorithm() != null;
    Set<String> wanted = isSet ? Inspection.taken(client) : listed;
    String leftOut =
        keys.leftOut().isEmpty() ? "" : "; left out: " + String.join("; ", keys.leftOut());
    if (keys.algorithms().isEmpty()) {
      patient.find(SIGNING_KEYS, uri + " has no key for signatures" + leftOut);
    } else if (!wanted.isEmpty() && wanted.stream().noneMatch(keys.algorithms()::contains)) {
      // what is listed is not what is used for certain: another algorithm that fits a key is taken
      patient.find(
          SIGNING_KEYS,
          isSet ? SIGNING_KEYS.severity() : Severity.WARNING,
          uri + " has no key for " + String.join(", ", new TreeSet<>(wanted)) + leftOut,
          "");
    } else if (!keys.unusable().isEmpty()) {
      patient.find(LEFT_OUT, uri + ": " + String.join("; ", keys.unusable()));
    }
  }

  private static Optional<Map<String, Object>> json(Seen seen) {
    return Json.read(seen.body().getBytes(StandardCharsets.UTF_8));
  }
}
