package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Inspection;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ResponseMode;
import dev.tms.registration.report.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration needs of the provider, against what its discovery document says (OpenID
 * Connect Discovery section 3, RFC 8414 section 2).
 */
final class Capabilities {
  static final Rule NOT_OFFERED = Faults.named("not-offered");
  private static final Rule NOT_SAID = Faults.named("not-said");
  static final Rule DEMANDS_MORE = Faults.named("demands-more");
  private static final Rule NO_END_SESSION = Faults.named("no-end-session");
  private static final Rule NO_REVOCATION = Faults.named("no-revocation");
  private final ClientSettings client;
  private final Map<String, Object> said;
  private final Patient patient;

  Capabilities(TmsConfiguration configuration, Map<String, Object> said, Patient patient) {
    this.client = configuration.provider().quirks().adapt(configuration.client());
    this.said = said;
    this.patient = patient;
  }

  /** Compares what a discovery document says. */
  void compare() {
    need("response_types_supported", "code", "users sign in by it", null);
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
      need(
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

  /** Compares what is known of the endpoints, discovered or given by hand. */
  static void compare(ProviderMetadata metadata, Patient patient) {
    if (metadata.endSessionEndpoint() == null) {
      patient.find(NO_END_SESSION, "the provider names no end-session endpoint");
    }
    if (metadata.revocationEndpoint() == null) {
      patient.find(NO_REVOCATION, "the provider names no revocation endpoint");
    }
  }

  private String authentication() {
    ClientAuthentication way = client.authentication();
    if (way instanceof ClientAuthentication.Basic) {
      return "client_secret_basic";
    }
    return way.isConfidential() ? "client_secret_post" : "none";
  }

  private void need(
      String member, String value, String because, @Nullable List<String> whereOmitted) {
    compare(NOT_OFFERED, member, value, because, whereOmitted);
  }

  /** As {@link #need}, where real metadata leave out what works, and a request shows whether. */
  private void expect(
      String member, String value, String because, @Nullable List<String> whereOmitted) {
    compare(NOT_SAID, member, value, because, whereOmitted);
  }

  private void compare(
      Rule fault,
      String member,
      String value,
      String because,
      @Nullable List<String> whereOmitted) {
    List<String> offered = said.containsKey(member) ? texts(member) : whereOmitted;
    if (offered == null) {
      patient.find(NOT_SAID, member + " is not in the metadata: " + because);
    } else if (!offered.contains(value)) {
      patient.find(
          fault,
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
          NOT_SAID,
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
    Set<String> taken = new TreeSet<>(Inspection.taken(client));
    List<String> offered = texts(member);
    if (offered.stream().noneMatch(taken::contains)) {
      patient.find(
          NOT_OFFERED,
          member
              + " has none that is taken here; offered are: "
              + String.join(", ", offered)
              + "; taken are: "
              + String.join(", ", taken));
    }
  }

  private void demand(String member, String what) {
    if (Boolean.TRUE.equals(said.get(member))) {
      patient.find(DEMANDS_MORE, "the provider demands " + what + ": " + member + " is true");
    }
  }

  private void logouts() {
    if (!Boolean.TRUE.equals(said.get("backchannel_logout_supported"))) {
      patient.find(
          NOT_SAID,
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
