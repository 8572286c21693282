package dev.tms.registration.doctor;

import dev.tms.config.ExpectedRegistration;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.Placeholder;
import dev.tms.registration.SecretHash;
import dev.tms.registration.report.Rule;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The configured secret against the hashes that are registered. */
record SecretComparison(InstantSource clock) {
  private static final Rule KIND = Faults.named("client-of-another-kind");
  private static final Rule DIFFERS = Faults.named("secret-differs");
  private static final Rule EXPIRED = Faults.named("secret-expired");
  private static final Rule EXPIRES = Faults.named("secret-expires");
  private static final Rule HIDDEN = Faults.named("secret-not-shown");
  private static final Duration SOON = Duration.ofDays(30);

  void compare(ClientRegistration client, ExpectedRegistration expected, Patient patient) {
    boolean isRequired = client.get(ClientProperties.REQUIRE_CLIENT_SECRET);
    Secret secret = expected.secret().orElse(null);
    if (secret == null) {
      if (isRequired) {
        patient.find(KIND, "requireClientSecret is true, and there is no Client.ClientSecret");
      }
      return;
    }
    List<ClientSecret> registered = client.get(ClientProperties.CLIENT_SECRETS);
    List<ClientSecret> same = registered.stream().filter(one -> isOf(one, secret)).toList();
    if (same.isEmpty() && registered.stream().anyMatch(one -> !isShown(one))) {
      patient.find(HIDDEN, "the document does not show its secret, so that nothing is compared");
      return;
    }
    if (same.isEmpty()) {
      // a client that needs none is taken whatever it sends, by some providers; others refuse it
      patient.find(
          DIFFERS,
          registered.isEmpty()
              ? "the document has no secret, and Client.ClientSecret is set"
              : difference(registered, secret));
      return;
    }
    expiry(same, patient);
  }

  /** Exports have gaps and marks in place of secrets. */
  private static boolean isShown(ClientSecret registered) {
    return registered
        .value()
        .filter(value -> !Placeholder.isIn(value.reveal()) && !SecretHash.isMask(value))
        .isPresent();
  }

  private static String difference(List<ClientSecret> registered, Secret secret) {
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
      patient.find(EXPIRED, "the registered secret expired at " + last);
    } else if (last.isBefore(now.plus(SOON))) {
      patient.find(EXPIRES, "the registered secret expires at " + last);
    }
  }
}
