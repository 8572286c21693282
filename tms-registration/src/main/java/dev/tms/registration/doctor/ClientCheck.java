package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.ExpectedRegistration;
import dev.tms.http.Header;
import dev.tms.inspect.Inspection.Metadata;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Sends a token request with an invalid code, because providers authenticate the client first. */
record ClientCheck(Network network) {
  private static final Set<String> NO_CLIENT =
      Set.of("invalid_client", "unauthorized_client", "incorrect_client_credentials");
  private static final int UNAUTHORIZED = 401;
  private static final int MAX_WORD = 200;

  Look look(TmsConfiguration configuration, Patient patient) {
    Metadata metadata = patient.metadata();
    if (metadata == null) {
      return Look.skipped(Area.CLIENT, "the provider's endpoints are not known");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", network.randomText());
    form.put("redirect_uri", configuration.client().redirectUri().toString());
    if (configuration.client().usePkce()) {
      form.put("code_verifier", network.randomText());
    }
    List<Header> headers = new ArrayList<>();
    authenticate(configuration.expectedRegistration(), headers, form, patient);
    headers.add(new Header("Accept", "application/json"));
    WebOutcome outcome = network.web().post(metadata.tokenEndpoint(), headers, form);
    if (outcome instanceof NotSeen notSeen) {
      patient.find(
          "token-endpoint-unreachable", "the token endpoint cannot be asked: " + notSeen.detail());
      return Look.at(Area.CLIENT, "no answer");
    }
    return judge((Seen) outcome, configuration.expectedRegistration(), patient);
  }

  private static void authenticate(
      ExpectedRegistration client,
      List<Header> headers,
      Map<String, String> form,
      Patient patient) {
    Secret secret = client.secret().orElse(null);
    if (secret != null && client.clientAuthentication().equals("client_secret_basic")) {
      // RFC 6749 2.3.1: both are form-encoded first
      String pair = WebProbe.encoded(client.clientId()) + ":" + WebProbe.encoded(secret.reveal());
      String credentials =
          Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
      patient.hide(List.of(Secret.of(credentials))); // the response may repeat the header
      headers.add(new Header("Authorization", "Basic " + credentials));
      return;
    }
    form.put("client_id", client.clientId());
    if (secret != null) {
      form.put("client_secret", secret.reveal());
    }
  }

  private Look judge(Seen seen, ExpectedRegistration client, Patient patient) {
    boolean isUnauthorized = seen.status() == UNAUTHORIZED;
    Map<String, Object> json = seen.json().orElse(null);
    if (json == null) {
      String fault = isUnauthorized ? "client-refused" : "token-endpoint-odd";
      patient.find(
          fault,
          null,
          "the token endpoint answered "
              + seen.status()
              + seen.contentType().map(type -> " with " + type).orElse(""),
          seen.text());
      return Look.at(Area.CLIENT, "answered " + seen.status());
    }
    if (!(json.get("error") instanceof String error)) {
      patient.find(
          "token-endpoint-odd",
          json.containsKey("access_token")
              ? "the token endpoint takes a made-up code"
              : "the token endpoint answered "
                  + seen.status()
                  + " with JSON that is neither a token nor an error");
      return Look.at(Area.CLIENT, "answered " + seen.status() + " without an error");
    }
    Object description = json.get("error_description");
    String words = error + (description == null ? "" : ": " + description);
    String code = error.toLowerCase(Locale.ROOT); // as the service reads it
    if (NO_CLIENT.contains(code) || isUnauthorized) {
      patient.find(
          "client-refused",
          "the provider does not take the credentials of client %s: %s%s"
              .formatted(
                  client.clientId(),
                  words,
                  HouseChecks.encoded(client).map(what -> "; " + what).orElse("")));
    } else if (!code.equals("invalid_grant")) {
      patient.find("token-endpoint-odd", "the token endpoint answers " + words);
    }
    String shown = PlainText.line(patient.withoutSecrets(error));
    return Look.at(Area.CLIENT, "answered with " + PlainText.cut(shown, MAX_WORD));
  }
}
