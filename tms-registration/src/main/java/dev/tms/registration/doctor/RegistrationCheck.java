package dev.tms.registration.doctor;

import dev.tms.config.ExpectedRegistration;
import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.LintReport;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.lint.Severity;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the provider keeps about the client, against what the configuration needs. */
record RegistrationCheck(InstantSource clock) implements Check {
  private static final Fault NOT_REGISTERED =
      fault(
          "client-not-registered",
          "the provider does not know the client",
          "register it ('client new --for-tms' makes the document), or correct Client.ClientId");
  private static final Fault DISABLED =
      fault("client-disabled", "the provider refuses it", "set 'enabled' to true");
  private static final Fault GRANT =
      fault(
          "grant-not-allowed",
          "users sign in by the authorization code (RFC 6749 section 4.1)",
          "add authorization_code to 'allowedGrantTypes'");
  private static final Fault REDIRECT_URI =
      fault(
          "redirect-uri-not-registered",
          "redirect URIs are compared character by character (RFC 9700 section 4.1.3)",
          "add the URI to 'redirectUris', or correct Server.PublicUrl");
  private static final Fault POST_LOGOUT_URI =
      Fault.warning(
          Area.REGISTRATION,
          "post-logout-uri-not-registered",
          "after a logout users are left on the provider's page",
          "add the URI to 'postLogoutRedirectUris'");
  private static final Fault LOGOUT_URI =
      Fault.warning(
          Area.REGISTRATION,
          "logout-uri-differs",
          "a logout at the provider ends no session here (Back-Channel Logout 1.0)",
          "set 'backChannelLogoutUri' to the URI, and leave 'frontChannelLogoutUri' out unless"
              + " Session.SameSite is None");
  private static final Fault SCOPE =
      fault(
          "scope-not-allowed",
          "the provider answers the login with invalid_scope",
          "add it to 'allowedScopes', or leave it out of Client.Scopes");
  private static final Fault OFFLINE =
      fault(
          "offline-not-allowed",
          "the provider answers the login with invalid_scope, or gives no refresh token",
          "set 'allowOfflineAccess' to true, or Client.UseOfflineAccess to false");
  private static final Fault DEMANDS_MORE =
      fault(
          "registration-demands-more",
          "the provider refuses the login",
          "change the property, or the key, that is named");
  private static final Fault DOUBTFUL =
      Fault.note(
          Area.REGISTRATION,
          "registration-doubtful",
          "documents have weaknesses beside what this configuration needs of them",
          "run 'client lint' on the document");
  static final List<Fault> FAULTS =
      Stream.concat(
              Stream.of(
                  NOT_REGISTERED,
                  DISABLED,
                  GRANT,
                  REDIRECT_URI,
                  POST_LOGOUT_URI,
                  LOGOUT_URI,
                  SCOPE,
                  OFFLINE,
                  DEMANDS_MORE,
                  DOUBTFUL),
              SecretComparison.FAULTS.stream())
          .toList();

  private static final String OFFLINE_ACCESS = "offline_access";

  private static Fault fault(String id, String why, String fix) {
    return Fault.error(Area.REGISTRATION, id, why, fix);
  }

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

  private static void uri(
      List<RegisteredUri> registered, URI wanted, Fault fault, Patient patient) {
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
    LintReport report = Linter.of(clock).check(document);
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
