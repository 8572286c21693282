package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.inspect.Inspection;
import dev.tms.inspect.Inspection.Keys;
import dev.tms.inspect.Inspection.Metadata;
import dev.tms.inspect.Inspection.TroubleException;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ResponseMode;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import dev.tms.registration.report.Severity;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares the provider's metadata with the needs of the configuration. */
record ProviderCheck(Network network) {
  private static final List<Header> JSON = List.of(new Header("Accept", "application/json"));
  private static final String NOT_ASKED = "the provider cannot be asked: ";

  Look look(TmsConfiguration configuration, Patient patient) {
    String issuer = configuration.provider().issuer();
    Optional<URI> discovery = configuration.provider().discovery();
    if (discovery.isPresent() && !isDiscovered(discovery.get(), configuration, patient)) {
      return Look.at(Area.PROVIDER, issuer);
    }
    ClientSettings client = configuration.client();
    Metadata metadata;
    try {
      metadata = network.inspection(configuration).metadata();
    } catch (TroubleException e) {
      patient.find("metadata-unusable", e.getMessage());
      return Look.at(Area.PROVIDER, issuer);
    }
    find("metadata-unusable", metadata.missing(), patient);
    find("not-offered", metadata.notOffered(), patient);
    find("endpoint-unusable", metadata.unusable(), patient);
    if (!metadata.missing().isEmpty() || !metadata.notOffered().isEmpty()) {
      return Look.at(Area.PROVIDER, issuer);
    }
    // configured endpoints have not been called yet
    if (discovery.isEmpty()
        && ask(metadata.tokenEndpoint(), "provider-unreachable", NOT_ASKED, patient) == null) {
      return Look.at(Area.PROVIDER, issuer + ", endpoints given by hand");
    }
    patient.learn(metadata);
    Capabilities.compare(metadata, patient);
    URI keys = metadata.endpoint("jwks_uri");
    if (keys != null
        && client.identity() == IdentitySource.ID_TOKEN
        && !client.verifiesWithSecret()) {
      signingKeys(keys, metadata.algorithms(), client, patient);
    }
    return Look.at(
        Area.PROVIDER, issuer + (discovery.isPresent() ? "" : ", endpoints given by hand"));
  }

  private static void find(String fault, List<String> reasons, Patient patient) {
    reasons.forEach(reason -> patient.find(fault, "of the metadata: " + reason));
  }

  /** Whether there is a usable discovery document; reports why not. */
  private boolean isDiscovered(URI uri, TmsConfiguration configuration, Patient patient) {
    Seen seen = ask(uri, "provider-unreachable", NOT_ASKED, patient);
    if (seen == null) {
      return false;
    }
    Optional<Map<String, Object>> said = seen.json();
    if (!seen.isOk() || said.isEmpty()) {
      patient.find(
          "metadata-unusable",
          null,
          uri + " answered " + seen.status() + (said.isEmpty() ? ", and no JSON" : ""),
          said.isEmpty() ? seen.text() : "");
      return false;
    }
    Object issuer = said.get().get("issuer");
    String expected = configuration.provider().issuer();
    if (!expected.equals(issuer)) {
      patient.find(
          "issuer-differs",
          "the provider's issuer is " + issuer + ", and Client.Authority is " + expected);
      return false;
    }
    new Capabilities(configuration, said.get(), patient).compare();
    return true;
  }

  /** Returns the response, even an error, or reports a finding and returns null. */
  private @Nullable Seen ask(URI uri, String fault, String words, Patient patient) {
    WebOutcome outcome = network.web().get(uri, JSON);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(fault, words + notSeen.detail());
      return null;
    }
    Seen seen = (Seen) outcome;
    seen.clockSkew().ifPresent(patient::learn);
    return seen;
  }

  private void signingKeys(URI uri, Set<String> listed, ClientSettings client, Patient patient) {
    Seen seen = ask(uri, "signing-keys-unusable", "the provider's keys cannot be had: ", patient);
    if (seen == null) {
      return;
    }
    Optional<Keys> set = seen.json().flatMap(Inspection::keys);
    if (!seen.isOk() || set.isEmpty()) {
      patient.find(
          "signing-keys-unusable",
          uri + " answered " + seen.status() + (set.isEmpty() ? ", and no key set" : ""));
      return;
    }
    Keys keys = set.get();
    String only = client.idTokenSigningAlgorithm();
    Set<String> wanted = only == null ? listed : Set.of(only);
    String leftOut =
        keys.leftOut().isEmpty() ? "" : "; left out: " + String.join("; ", keys.leftOut());
    if (keys.algorithms().isEmpty()) {
      patient.find("signing-keys-unusable", uri + " has no key for signatures" + leftOut);
    } else if (!wanted.isEmpty() && wanted.stream().noneMatch(keys.algorithms()::contains)) {
      // the list is no guarantee: another algorithm that fits a key is accepted
      patient.find(
          "signing-keys-unusable",
          only == null ? Severity.WARNING : null,
          uri + " has no key for " + String.join(", ", new TreeSet<>(wanted)) + leftOut,
          "");
    } else if (!keys.unusable().isEmpty()) {
      patient.find("key-unusable", uri + ": " + String.join("; ", keys.unusable()));
    }
  }

  /** Checks the discovery document (OpenID Connect Discovery section 3, RFC 8414 section 2). */
  static final class Capabilities {
    private final ClientSettings client;
    private final Map<String, Object> said;
    private final Patient patient;

    Capabilities(TmsConfiguration configuration, Map<String, Object> said, Patient patient) {
      this.client = configuration.provider().quirks().adapt(configuration.client());
      this.said = said;
      this.patient = patient;
    }

    void compare() {
      expect("response_types_supported", "code", "users sign in by it", null);
      expect(
          "grant_types_supported",
          "authorization_code",
          "users sign in by it",
          List.of("authorization_code"));
      if (client.scopes().contains("offline_access")) {
        expect("grant_types_supported", "refresh_token", "Client.UseOfflineAccess is on", null);
      }
      expect(
          "token_endpoint_auth_methods_supported",
          authentication(),
          "Client.ClientAuthentication is that",
          // Discovery 3: if omitted, the default is client_secret_basic
          List.of("client_secret_basic"));
      if (client.usePkce()) {
        expect("code_challenge_methods_supported", "S256", "Client.UsePkce is on", null);
      }
      if (client.responseMode() == ResponseMode.FORM_POST) {
        // Discovery 3: if omitted, the default is query and fragment
        expect(
            "response_modes_supported",
            "form_post",
            "Client.ResponseMode is that",
            List.of("query", "fragment"));
      }
      scopes();
      algorithms();
      demand("require_pushed_authorization_requests", "pushed authorization requests (RFC 9126)");
      demand("require_signed_request_object", "signed authorization requests (RFC 9101)");
      logouts();
    }

    /** Checks the endpoints, discovered or configured. */
    static void compare(Metadata metadata, Patient patient) {
      if (metadata.endpoint("end_session_endpoint") == null) {
        patient.find("no-end-session", "the provider names no end-session endpoint");
      }
      if (metadata.endpoint("revocation_endpoint") == null) {
        patient.find("no-revocation", "the provider names no revocation endpoint");
      }
    }

    private String authentication() {
      ClientAuthentication way = client.authentication();
      if (way instanceof ClientAuthentication.Basic) {
        return "client_secret_basic";
      }
      return way.isConfidential() ? "client_secret_post" : "none";
    }

    /** A note only: providers often support what they do not advertise. */
    private void expect(
        String member, String value, String because, @Nullable List<String> whereOmitted) {
      List<String> offered = said.containsKey(member) ? texts(member) : whereOmitted;
      if (offered == null) {
        patient.find("not-said", member + " is not in the metadata: " + because);
      } else if (!offered.contains(value)) {
        patient.find(
            "not-said",
            "%s has no %s, and %s; offered %s: %s"
                .formatted(
                    member,
                    value,
                    because,
                    said.containsKey(member) ? "are" : "by default are",
                    offered.isEmpty() ? "none" : String.join(", ", offered)));
      }
    }

    private void scopes() {
      if (!said.containsKey("scopes_supported")) {
        return;
      }
      List<String> offered = texts("scopes_supported");
      List<String> missing =
          client.scopes().values().stream().filter(scope -> !offered.contains(scope)).toList();
      if (!missing.isEmpty()) {
        // RFC 8414 2: servers MAY choose not to advertise some supported scope values
        patient.find(
            "not-said",
            "scopes_supported has no "
                + String.join(", ", missing)
                + ", which Client.Scopes asks for");
      }
    }

    private void algorithms() {
      String member = "id_token_signing_alg_values_supported";
      if (client.identity() != IdentitySource.ID_TOKEN || !said.containsKey(member)) {
        return;
      }
      Set<String> taken =
          new TreeSet<>(
              client.idTokenSigningAlgorithm() == null
                  ? Inspection.algorithms()
                  : Set.of(client.idTokenSigningAlgorithm()));
      List<String> offered = texts(member);
      if (offered.stream().noneMatch(taken::contains)) {
        patient.find(
            "not-said",
            "%s has none that is taken here; offered are: %s; taken are: %s"
                .formatted(member, String.join(", ", offered), String.join(", ", taken)));
      }
    }

    private void demand(String member, String what) {
      if (Boolean.TRUE.equals(said.get(member))) {
        patient.find("demands-more", "the provider demands " + what + ": " + member + " is true");
      }
    }

    private void logouts() {
      if (!Boolean.TRUE.equals(said.get("backchannel_logout_supported"))) {
        patient.find(
            "not-said",
            "backchannel_logout_supported is not true: a logout at the provider may end no session"
                + " here");
      }
    }

    private List<String> texts(String member) {
      List<String> texts = new ArrayList<>();
      if (said.get(member) instanceof List<?> list) {
        list.forEach(entry -> texts.add(String.valueOf(entry)));
      }
      return texts;
    }
  }
}
