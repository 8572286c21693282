package dev.tms.registration.doctor;

import dev.tms.config.ExpectedRegistration;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Rule;
import dev.tms.registration.report.Severity;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the provider keeps about the client, against what the configuration needs. */
record RegistrationCheck(InstantSource clock) implements Check {
  private static final Rule NOT_REGISTERED = Faults.named("client-not-registered");
  private static final Rule DISABLED = Faults.named("client-disabled");
  private static final Rule GRANT = Faults.named("grant-not-allowed");
  private static final Rule REDIRECT_URI = Faults.named("redirect-uri-not-registered");
  private static final Rule POST_LOGOUT_URI = Faults.named("post-logout-uri-not-registered");
  private static final Rule LOGOUT_URI = Faults.named("logout-uri-differs");
  private static final Rule SCOPE = Faults.named("scope-not-allowed");
  private static final Rule OFFLINE = Faults.named("offline-not-allowed");
  private static final Rule DEMANDS_MORE = Faults.named("registration-demands-more");
  private static final Rule DOUBTFUL = Faults.named("registration-doubtful");
  private static final String OFFLINE_ACCESS = "offline_access";

  @Override
  public Area area() {
    return Area.REGISTRATION;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    RegistrationDocument document = patient.registration();
    if (document == null) {
      return Look.skipped(area(), "no document was given: --registration FILE");
    }
    ExpectedRegistration expected = configuration.expectedRegistration();
    List<ClientRegistration> clients = document.contents().clients();
    Optional<ClientRegistration> found =
        clients.stream().filter(one -> one.clientId().equals(expected.clientId())).findFirst();
    if (found.isEmpty()) {
      patient.find(
          NOT_REGISTERED,
          "the document has no client '" + expected.clientId() + "'" + others(clients));
      return Look.at(area(), clients.size() + " clients");
    }
    compare(found.get(), expected, patient);
    new SecretComparison(clock).compare(found.get(), expected, patient);
    lint(document, patient);
    return Look.at(area(), "client '" + expected.clientId() + "'");
  }

  private static String others(List<ClientRegistration> clients) {
    if (clients.isEmpty()) {
      return ", nor any other";
    }
    String names = String.join(", ", clients.stream().limit(5).map(c -> c.clientId()).toList());
    return ", only " + names + (clients.size() > 5 ? " and more" : "");
  }

  private static void compare(
      ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    if (!client.get(ClientProperties.ENABLED)) {
      patient.find(DISABLED, "the client is disabled");
    }
    List<GrantType> grants = client.get(ClientProperties.ALLOWED_GRANT_TYPES);
    if (!grants.contains(GrantType.AUTHORIZATION_CODE) && !grants.contains(GrantType.HYBRID)) {
      patient.find(GRANT, "allowedGrantTypes is " + grants + ", without authorization_code");
    }
    uri(client.get(ClientProperties.REDIRECT_URIS), expected.redirectUri(), REDIRECT_URI, patient);
    uri(
        client.get(ClientProperties.POST_LOGOUT_REDIRECT_URIS),
        expected.postLogoutRedirectUri(),
        POST_LOGOUT_URI,
        patient);
    List<RegisteredUri> told = new ArrayList<>();
    client.find(ClientProperties.BACK_CHANNEL_LOGOUT_URI).ifPresent(told::add);
    uri(told, expected.backChannelLogoutUri(), LOGOUT_URI, patient);
    frontChannel(client, expected, patient);
    scopes(client, expected, patient);
    Demands.of(client, expected).forEach(demand -> patient.find(DEMANDS_MORE, demand));
  }

  private static void uri(List<RegisteredUri> registered, URI wanted, Rule fault, Patient patient) {
    if (!Nearly.hasExactly(registered, wanted)) {
      patient.find(fault, wanted + " is not registered: " + Nearly.sentence(registered, wanted));
    }
  }

  /** Where browsers send no cookies there, the provider's frame says nothing to anyone. */
  private static void frontChannel(
      ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    client
        .find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI)
        .filter(
            uri ->
                !expected
                    .frontChannelLogoutUri()
                    .map(URI::toString)
                    .equals(Optional.of(uri.text())))
        .ifPresent(
            uri ->
                patient.find(
                    LOGOUT_URI,
                    expected
                        .frontChannelLogoutUri()
                        .map(
                            wanted ->
                                "frontChannelLogoutUri is not "
                                    + wanted
                                    + ": "
                                    + Nearly.sentence(List.of(uri), wanted))
                        .orElse(
                            "frontChannelLogoutUri has no effect: Session.SameSite keeps browsers"
                                + " from sending cookies there")));
  }

  private static void scopes(
      ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    List<String> allowed = client.get(ClientProperties.ALLOWED_SCOPES);
    List<String> missing =
        expected.scopes().stream()
            .filter(scope -> !scope.equals(OFFLINE_ACCESS) && !allowed.contains(scope))
            .toList();
    if (!missing.isEmpty()) {
      patient.find(
          SCOPE,
          "Client.Scopes asks for "
              + String.join(", ", missing)
              + ", and allowedScopes has "
              + (allowed.isEmpty() ? "none" : String.join(", ", allowed)));
    }
    if (expected.scopes().contains(OFFLINE_ACCESS)
        && !client.get(ClientProperties.ALLOW_OFFLINE_ACCESS)) {
      patient.find(OFFLINE, "offline_access is asked for, and allowOfflineAccess is false");
    }
  }

  private void lint(RegistrationDocument document, Patient patient) {
    Report report = Linter.of(clock).check(document);
    long errors = report.count(Severity.ERROR);
    long warnings = report.count(Severity.WARNING);
    if (errors + warnings > 0) {
      patient.find(
          DOUBTFUL,
          "the document itself has "
              + counted(errors, Severity.ERROR)
              + " and "
              + counted(warnings, Severity.WARNING));
    }
  }

  private static String counted(long count, Severity severity) {
    return count + " " + severity + (count == 1 ? "" : "s");
  }
}
