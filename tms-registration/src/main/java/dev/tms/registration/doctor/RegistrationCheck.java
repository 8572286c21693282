package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.ExpectedRegistration;
import dev.tms.inspect.Inspection;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Severity;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares the client's registration with the needs of the configuration. */
record RegistrationCheck(InstantSource clock) {
  private static final String OFFLINE_ACCESS = "offline_access";
  private static final Duration SOON = Duration.ofDays(30);

  private static final Map<String, String> SWITCHES =
      Map.of(
          "requirePushedAuthorization", "authorization requests are not pushed (RFC 9126)",
          "requireDPoP", "tokens are not bound to a key (RFC 9449)");

  Look look(TmsConfiguration configuration, Patient patient) {
    RegistrationDocument document = patient.registration();
    if (document == null) {
      return Look.skipped(Area.REGISTRATION, "no document was given: --registration FILE");
    }
    ExpectedRegistration expected = configuration.expectedRegistration();
    List<ClientRegistration> clients = document.contents().clients();
    Optional<ClientRegistration> found =
        clients.stream().filter(one -> one.clientId().equals(expected.clientId())).findFirst();
    if (found.isEmpty()) {
      patient.find(
          "client-not-registered",
          "the document has no client '" + expected.clientId() + "'" + others(clients));
      return Look.at(Area.REGISTRATION, clients.size() + " clients");
    }
    compare(found.get(), expected, patient);
    secrets(found.get(), expected, patient);
    lint(document, patient);
    return Look.at(Area.REGISTRATION, "client '" + expected.clientId() + "'");
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
      patient.find("client-disabled", "the client is disabled");
    }
    List<GrantType> grants = client.get(ClientProperties.ALLOWED_GRANT_TYPES);
    if (!grants.contains(GrantType.AUTHORIZATION_CODE) && !grants.contains(GrantType.HYBRID)) {
      patient.find(
          "grant-not-allowed", "allowedGrantTypes is " + grants + ", without authorization_code");
    }
    uri(
        client.get(ClientProperties.REDIRECT_URIS),
        expected.redirectUri(),
        "redirect-uri-not-registered",
        patient);
    uri(
        client.get(ClientProperties.POST_LOGOUT_REDIRECT_URIS),
        expected.postLogoutRedirectUri(),
        "post-logout-uri-not-registered",
        patient);
    List<RegisteredUri> told = new ArrayList<>();
    client.find(ClientProperties.BACK_CHANNEL_LOGOUT_URI).ifPresent(told::add);
    uri(told, expected.backChannelLogoutUri(), "logout-uri-differs", patient);
    frontChannel(client, expected, patient);
    scopes(client, expected, patient);
    demands(client, expected).forEach(demand -> patient.find("registration-demands-more", demand));
  }

  private static void uri(
      List<RegisteredUri> registered, URI wanted, String fault, Patient patient) {
    if (!isExactly(registered, wanted)) {
      patient.find(fault, wanted + " is not registered: " + nearest(registered, wanted));
    }
  }

  /** Without cookies, a request in the provider's frame cannot be assigned to a session. */
  private static void frontChannel(
      ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    RegisteredUri registered = client.find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI).orElse(null);
    URI wanted = expected.frontChannelLogoutUri().orElse(null);
    if (registered == null || (wanted != null && registered.text().equals(wanted.toString()))) {
      return;
    }
    patient.find(
        "logout-uri-differs",
        wanted == null
            ? "frontChannelLogoutUri has no effect: Session.SameSite keeps browsers from sending"
                + " cookies there"
            : "frontChannelLogoutUri is not %s: %s"
                .formatted(wanted, nearest(List.of(registered), wanted)));
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
          "scope-not-allowed",
          "Client.Scopes asks for %s, and allowedScopes has %s"
              .formatted(
                  String.join(", ", missing),
                  allowed.isEmpty() ? "none" : String.join(", ", allowed)));
    }
    if (expected.scopes().contains(OFFLINE_ACCESS)
        && !client.get(ClientProperties.ALLOW_OFFLINE_ACCESS)) {
      patient.find(
          "offline-not-allowed", "offline_access is asked for, and allowOfflineAccess is false");
    }
  }

  private void lint(RegistrationDocument document, Patient patient) {
    Report report = Linter.of(clock).check(document);
    long errors = report.count(Severity.ERROR);
    long warnings = report.count(Severity.WARNING);
    if (errors + warnings > 0) {
      patient.find(
          "registration-doubtful",
          "the document itself has %s and %s"
              .formatted(counted(errors, Severity.ERROR), counted(warnings, Severity.WARNING)));
    }
  }

  private static String counted(long count, Severity severity) {
    return count + " " + severity + (count == 1 ? "" : "s");
  }

  private static boolean isExactly(Collection<RegisteredUri> registered, URI wanted) {
    return registered.stream().anyMatch(uri -> uri.text().equals(wanted.toString()));
  }

  /** The registered URI that was probably meant, and how it differs. */
  private static String nearest(Collection<RegisteredUri> registered, URI wanted) {
    if (registered.isEmpty()) {
      return "none is registered";
    }
    for (RegisteredUri uri : registered) {
      Optional<String> difference = difference(uri, wanted);
      if (difference.isPresent()) {
        return uri + " is registered, which " + difference.get();
      }
    }
    return registered.size() == 1
        ? registered.iterator().next() + " is registered"
        : "none of the " + registered.size() + " registered ones is like it";
  }

  private static Optional<String> difference(RegisteredUri registered, URI wanted) {
    String text = registered.text();
    String other = wanted.toString();
    if (text.strip().equals(other)) {
      return Optional.of("has blanks around it");
    }
    if (text.equalsIgnoreCase(other)) {
      return Optional.of("differs in upper and lower case");
    }
    if (stripped(text).equals(stripped(other))) {
      return Optional.of("differs by a slash at the end");
    }
    if (registered.hasWildcard() || registered.hasPlaceholder()) {
      return Optional.of("has a wildcard or a placeholder: URIs are compared as they stand");
    }
    URI uri = registered.uri().orElse(null);
    if (uri == null || uri.getHost() == null) {
      return Optional.empty();
    }
    boolean sameHost = uri.getHost().equalsIgnoreCase(wanted.getHost());
    boolean samePath = Objects.equals(uri.getRawPath(), wanted.getRawPath());
    if (sameHost && samePath && !uri.getScheme().equalsIgnoreCase(wanted.getScheme())) {
      return Optional.of("is " + uri.getScheme() + ", not " + wanted.getScheme());
    }
    if (sameHost && samePath && uri.getPort() != wanted.getPort()) {
      return Optional.of("has " + port(uri) + ", not " + port(wanted));
    }
    if (sameHost && samePath) {
      return Optional.of(uri.getRawFragment() == null ? "has a query" : "has a fragment");
    }
    if (sameHost) {
      return Optional.of("has another path");
    }
    return samePath ? Optional.of("has another host") : Optional.empty();
  }

  private static String port(URI uri) {
    return uri.getPort() < 0 ? "no port" : "port " + uri.getPort();
  }

  private static String stripped(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** What the registration requires and this service does not support. */
  private static List<String> demands(ClientRegistration client, ExpectedRegistration expected) {
    List<String> demands = new ArrayList<>();
    if (client.get(ClientProperties.REQUIRE_PKCE) && !expected.usesPkce()) {
      demands.add("requirePkce is true, and Client.UsePkce is false");
    }
    if (client.get(ClientProperties.REQUIRE_REQUEST_OBJECT)) {
      demands.add("requireRequestObject is true, and authorization requests are not signed");
    }
    SWITCHES.forEach(
        (name, why) -> {
          if (isOn(client, name)) {
            demands.add(name + " is true, and " + why);
          }
        });
    if (!client.get(ClientProperties.PROTOCOL_TYPE).equals("oidc")) {
      demands.add(
          "protocolType is "
              + client.get(ClientProperties.PROTOCOL_TYPE)
              + ", and logins speak oidc");
    }
    List<String> algorithms =
        client.get(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS);
    if (!algorithms.isEmpty() && algorithms.stream().noneMatch(Inspection.algorithms()::contains)) {
      demands.add(
          "allowedIdentityTokenSigningAlgorithms is "
              + String.join(", ", algorithms)
              + ", and ID tokens so signed are refused");
    }
    return demands;
  }

  private static boolean isOn(ClientRegistration client, String name) {
    return client.members().entrySet().stream()
        .anyMatch(
            member ->
                member.getKey().equalsIgnoreCase(name) && Boolean.TRUE.equals(member.getValue()));
  }

  /** Compares the configured secret with the registered hashes. */
  private void secrets(ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    boolean isRequired = client.get(ClientProperties.REQUIRE_CLIENT_SECRET);
    Secret secret = expected.secret().orElse(null);
    if (secret == null) {
      if (isRequired) {
        patient.find(
            "client-of-another-kind",
            "requireClientSecret is true, and there is no Client.ClientSecret");
      }
      return;
    }
    List<ClientSecret> registered = client.get(ClientProperties.CLIENT_SECRETS);
    List<ClientSecret> same = registered.stream().filter(one -> isOf(one, secret)).toList();
    if (same.isEmpty() && registered.stream().anyMatch(one -> !isShown(one))) {
      patient.find(
          "secret-not-shown", "the document does not show its secret, so that nothing is compared");
      return;
    }
    if (same.isEmpty()) {
      // for a client that needs no secret, some providers accept any, others refuse it
      patient.find(
          "secret-differs",
          registered.isEmpty()
              ? "the document has no secret, and Client.ClientSecret is set"
              : secretDifference(registered, secret));
      return;
    }
    expiry(same, patient);
  }

  private static boolean isShown(ClientSecret registered) {
    return registered
        .value()
        .filter(value -> !Placeholder.isIn(value.reveal()) && !SecretHash.isMask(value))
        .isPresent();
  }

  private static String secretDifference(List<ClientSecret> registered, Secret secret) {
    Secret stripped = Secret.of(secret.reveal().strip());
    if (registered.stream().anyMatch(one -> isOf(one, stripped))) {
      return "Client.ClientSecret is the registered one, with white space around it";
    }
    return registered.size() == 1
        ? "Client.ClientSecret is not the registered secret"
        : "Client.ClientSecret is none of the " + registered.size() + " registered secrets";
  }

  private static boolean isOf(ClientSecret registered, Secret secret) {
    return registered
        .value()
        .filter(value -> SecretHash.matches(value, secret) || value.equals(secret))
        .isPresent();
  }

  private void expiry(List<ClientSecret> same, Patient patient) {
    Instant now = clock.instant();
    if (same.stream().anyMatch(one -> one.expiration().isEmpty())) {
      return;
    }
    Instant last =
        same.stream().flatMap(one -> one.expiration().stream()).max(Instant::compareTo).orElse(now);
    if (!last.isAfter(now)) {
      patient.find("secret-expired", "the registered secret expired at " + last);
    } else if (last.isBefore(now.plus(SOON))) {
      patient.find("secret-expires", "the registered secret expires at " + last);
    }
  }
}
