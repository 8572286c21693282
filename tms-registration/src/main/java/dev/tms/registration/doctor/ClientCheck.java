package dev.tms.registration.doctor;

import dev.tms.config.ExpectedRegistration;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.Header;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.registration.probe.NotSeen;
import dev.tms.registration.probe.TokenOutcome;
import dev.tms.registration.probe.TokenProbe;
import dev.tms.registration.report.Rule;
import dev.tms.token.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A token request with a made-up code: what is judged first is the client. */
record ClientCheck(Network network) implements Check {
  private static final Rule REFUSED = Faults.named("client-refused");
  private static final Rule ODD = Faults.named("token-endpoint-odd");
  private static final Rule UNREACHABLE = Faults.named("token-endpoint-unreachable");
  private static final Set<String> NO_CLIENT = Set.of("invalid_client", "unauthorized_client");
  private static final int RANDOM_BYTES = 32;
  private static final int UNAUTHORIZED = 401;

  @Override
  public Area area() {
    return Area.CLIENT;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    ProviderMetadata metadata = patient.metadata();
    if (metadata == null) {
      return Look.skipped(area(), "the provider's endpoints are not known");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", random());
    form.put("redirect_uri", configuration.client().redirectUri().toString());
    if (configuration.client().usePkce()) {
      form.put("code_verifier", random());
    }
    List<Header> headers = new ArrayList<>();
    authenticate(configuration.expectedRegistration(), headers, form);
    TokenOutcome outcome =
        new TokenProbe(network.web()).ask(metadata.requireTokenEndpoint(), headers, form);
    return judge(outcome, configuration.expectedRegistration(), patient);
  }

  private static void authenticate(
      ExpectedRegistration client, List<Header> headers, Map<String, String> form) {
    Secret secret = client.secret().orElse(null);
    if (secret != null && client.clientAuthentication().equals("client_secret_basic")) {
      // RFC 6749 2.3.1: both are form-encoded first
      String pair = encoded(client.clientId()) + ":" + encoded(secret.reveal());
      headers.add(
          new Header(
              "Authorization",
              "Basic "
                  + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
      return;
    }
    form.put("client_id", client.clientId());
    if (secret != null) {
      form.put("client_secret", secret.reveal());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    network.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private Look judge(TokenOutcome outcome, ExpectedRegistration client, Patient patient) {
    if (outcome instanceof TokenOutcome.Refused refused) {
      String words = refused.error() + refused.description().map(said -> ": " + said).orElse("");
      if (NO_CLIENT.contains(refused.error()) || refused.status() == UNAUTHORIZED) {
        patient.find(
            REFUSED,
            "the provider does not take the credentials of client "
                + client.clientId()
                + ": "
                + words
                + ConfigurationCheck.encoded(client).map(what -> "; " + what).orElse(""));
      } else if (!refused.error().equals("invalid_grant")) {
        patient.find(ODD, "the token endpoint answers " + words);
      }
      return Look.at(area(), "answered with " + refused.error());
    }
    if (outcome instanceof NotSeen notSeen) {
      patient.find(UNREACHABLE, "the token endpoint cannot be asked: " + notSeen.detail());
      return Look.at(area(), "no answer");
    }
    if (outcome instanceof TokenOutcome.Other other) {
      boolean isUnauthorized = other.status() == UNAUTHORIZED;
      patient.find(
          isUnauthorized ? REFUSED : ODD,
          (isUnauthorized ? REFUSED : ODD).severity(),
          "the token endpoint answered "
              + other.status()
              + other.contentType().map(type -> " with " + type).orElse(""),
          other.text().text());
      return Look.at(area(), "answered " + other.status());
    }
    TokenOutcome.Answered answered = (TokenOutcome.Answered) outcome;
    patient.find(
        ODD,
        answered.members().contains("access_token")
            ? "the token endpoint takes a made-up code"
            : "the token endpoint answered "
                + answered.status()
                + " with JSON that is neither a token nor an error");
    return Look.at(area(), "answered " + answered.status() + " without an error");
  }
}
