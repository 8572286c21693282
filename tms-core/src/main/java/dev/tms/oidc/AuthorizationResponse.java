package dev.tms.oidc;

import dev.tms.oauth.ProviderQuirks;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome.AuthorizationError;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.token.Secret;
import dev.tms.web.Parameters;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks authorization responses (RFC 6749 section 4.1.2, RFC 9207). */
final class AuthorizationResponse {
  private static final int MAX_CODE_LENGTH = 4096;

  private AuthorizationResponse() {}

  static CallbackOutcome check(Transaction transaction, Parameters answer, ProviderQuirks quirks) {
    String problem = formProblem(answer);
    if (problem != null) {
      return new CallbackOutcome.Invalid(problem);
    }
    String state = answer.value("state");
    if (state == null || !Transaction.isEqual(state, transaction.state())) {
      return new CallbackOutcome.Invalid("state is not the one of this login");
    }
    problem = issuerProblem(transaction, answer.value("iss"));
    if (problem != null) {
      return new CallbackOutcome.Invalid(problem);
    }
    String code = answer.value("code");
    String error = errorCode(answer);
    if (error != null) {
      return error(error, quirks.explain(error, answer.value("error_description")));
    }
    if (code == null || code.isBlank()) {
      return new CallbackOutcome.Invalid("neither a code nor an error");
    }
    if (code.length() > MAX_CODE_LENGTH) {
      return new CallbackOutcome.Invalid(
          "the code is too long: "
              + code.length()
              + " characters, and this service takes "
              + MAX_CODE_LENGTH);
    }
    // RFC 6749 A.11: code = 1*VSCHAR
    if (!code.matches("[\\x20-\\x7E]+")) {
      return new CallbackOutcome.Invalid("the code has characters that no code may have");
    }
    return new CallbackOutcome.Accepted(new ValidatedCallback(transaction, Secret.of(code)));
  }

  /** Why this response can belong to no login: a sentence for operators, or null. */
  static @Nullable String formProblem(Parameters answer) {
    // RFC 6749 3.1: parameters MUST NOT be included more than once. Some servers send all of them
    // twice: identical values are tolerated, except for the code, which is for one use
    if (answer.hasContradiction() || answer.count("code") > 1) {
      return "a parameter occurs twice with different values, or code occurs twice";
    }
    return answer.value("code") != null && answer.value("error") != null
        ? "both code and error"
        : null;
  }

  private static @Nullable String issuerProblem(Transaction transaction, @Nullable String iss) {
    // RFC 9207 2.4: clients MUST reject a response without iss from a server that says it sends
    // one, and one whose value does not match, in error responses as well
    if (iss == null) {
      return transaction.expectsIss() ? "iss is missing" : null;
    }
    return iss.equals(transaction.issuer()) ? null : "iss is not the provider of this login";
  }

  /** Describes the error of a response that belongs to no login. Nothing in it is trusted. */
  static Optional<String> errorOf(Parameters answer, ProviderQuirks quirks) {
    return Optional.ofNullable(errorCode(answer))
        .map(error -> error(error, quirks.explain(error, answer.value("error_description"))))
        .map(CallbackOutcome.ProviderError::reason);
  }

  private static @Nullable String errorCode(Parameters answer) {
    String error = answer.value("error");
    return error == null ? null : error.toLowerCase(Locale.ROOT);
  }

  private static CallbackOutcome.ProviderError error(String error, Optional<String> explanation) {
    String code = error.matches("[a-z][a-z0-9_]{0,63}") ? error : "unrecognized";
    AuthorizationError kind =
        switch (code) {
          // LinkedIn and Apple send the second and the third
          case "access_denied", "user_cancelled_login", "user_cancelled_authorize" ->
              AuthorizationError.ACCESS_DENIED;
          case "login_required",
              "interaction_required",
              "account_selection_required",
              "consent_required" ->
              AuthorizationError.LOGIN_REQUIRED;
          case "temporarily_unavailable", "server_error" -> AuthorizationError.UNAVAILABLE;
          default -> AuthorizationError.OTHER;
        };
    String word = code.equals("unrecognized") ? "with an unknown error" : code;
    return new CallbackOutcome.ProviderError(
        kind, "the provider answered " + word + explanation.map(words -> ": " + words).orElse(""));
  }
}
