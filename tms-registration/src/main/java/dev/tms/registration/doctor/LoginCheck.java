package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.inspect.Inspection.Metadata;
import dev.tms.inspect.Inspection.TroubleException;
import dev.tms.inspect.Rehearsal;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Page;
import dev.tms.registration.doctor.AuthorizationProbe.AuthorizationOutcome.Returned;
import dev.tms.registration.report.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends an authorization request without a sign-in. With {@code prompt=none} a provider must not
 * show a page (OpenID Connect Core section 3.1.2.1) unless it cannot use the redirect URI. One that
 * ignores the parameter shows its login page.
 */
record LoginCheck(Network network) {

  /** The expected errors if no user is signed in (Core section 3.1.2.6). */
  private static final Set<String> EXPECTED =
      Set.of(
          "login_required",
          "interaction_required",
          "consent_required",
          "account_selection_required");

  private static final int CALLS_WORTH = 3;
  private static final int ERROR_STATUS = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int GIST_LINES = 3;
  private static final int MAX_GIST = 200;

  Look look(TmsConfiguration configuration, Patient patient) {
    Metadata metadata = patient.metadata();
    if (metadata == null) {
      return Look.skipped(Area.LOGIN, "the provider's endpoints are not known");
    }
    Rehearsal login = network.inspection(configuration).rehearse(metadata, secret -> {});
    URI redirectUri = configuration.client().redirectUri();
    AuthorizationOutcome outcome = ask(login, "none", redirectUri);
    if (outcome instanceof Returned returned && !isExpected(returned)) {
      // the provider may have refused the prompt
      outcome = ask(login, null, redirectUri);
    }
    return judge(outcome, configuration, patient);
  }

  private AuthorizationOutcome ask(Rehearsal login, @Nullable String prompt, URI redirectUri) {
    Duration limit = network.timeout().multipliedBy(CALLS_WORTH);
    try {
      return new AuthorizationProbe(network.web(), network.clock(), limit)
          .ask(login.begin(prompt), redirectUri);
    } catch (TroubleException e) {
      return new NotSeen(NotSeen.Kind.DROPPED, e.getMessage());
    }
  }

  private static boolean isExpected(Returned returned) {
    return returned.hasCode() || returned.error().filter(EXPECTED::contains).isPresent();
  }

  private Look judge(
      AuthorizationOutcome outcome, TmsConfiguration configuration, Patient patient) {
    if (outcome instanceof Returned returned) {
      if (!isExpected(returned)) {
        patient.find(
            "login-refused",
            "the provider refuses the login: "
                + returned.error().orElse("without an error code")
                + returned.errorDescription().map(words -> ": " + words).orElse(""));
      } else if (!returned.keepsState()) {
        patient.find(
            "login-state-lost",
            "the provider's answer does not have the state that was sent to it");
      }
      return Look.at(Area.LOGIN, "answered with " + returned.error().orElse("a code"));
    }
    if (outcome instanceof Page page) {
      return page(page, configuration, patient);
    }
    patient.find("login-no-page", "no login page: " + ((NotSeen) outcome).detail());
    return Look.at(Area.LOGIN, "no page");
  }

  private Look page(Page page, TmsConfiguration configuration, Patient patient) {
    // some providers send their login page with 401
    boolean isLogin = page.looksLikeLogin() && page.status() <= UNAUTHORIZED;
    boolean isError = page.status() >= ERROR_STATUS && !isLogin;
    boolean isOidc = configuration.client().scopes().contains("openid");
    if (!isError && (isLogin || page.needsScript())) {
      String what = page.needsScript() ? "a page of scripts" : "a login page";
      if (isOidc) {
        // a script may go on to the redirect URI, which is not visible here
        patient.find(
            "silent-login-page",
            page.needsScript() ? Severity.NOTE : null,
            "the provider answers prompt=none with " + what,
            "");
      }
      return Look.at(Area.LOGIN, what);
    }
    String fault = isError || isOidc ? "login-error-page" : "login-odd-page";
    patient.find(
        fault,
        null,
        "the provider shows a page instead of answering the login ("
            + page.status()
            + "): "
            + gist(patient.withoutSecrets(page.text()))
            + "; the client is "
            + configuration.client().clientId()
            + ", the redirect URI "
            + configuration.client().redirectUri(),
        page.text());
    return Look.at(Area.LOGIN, "a page at " + page.uri());
  }

  private static String gist(String text) {
    String line = String.join(" / ", text.strip().lines().limit(GIST_LINES).toList());
    return line.isEmpty() ? "it is empty" : '"' + PlainText.cut(line, MAX_GIST) + '"';
  }
}
