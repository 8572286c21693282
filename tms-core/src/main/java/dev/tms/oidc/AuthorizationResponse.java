package dev.tms.oidc;

import dev.tms.http.Parameters;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oidc.CallbackOutcome.AuthorizationError;
import dev.tms.token.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks answers to authentication requests (RFC 6749 section 4.1.2, RFC 9207). */
final class AuthorizationResponse {
  private static final int MAX_CODE_LENGTH = 4096;

  private AuthorizationResponse() {}

  static CallbackOutcome check(Transaction transaction, Parameters answer, ProviderQuirks quirks) {
    // RFC 6749 3.1: parameters MUST NOT be included more than once
    if (answer.hasRepetition()) {
      return new CallbackOutcome.Invalid("a parameter occurs more than once");
    }
    String state = answer.first("state");
    if (state == null || !equal(state, transaction.state())) {
      return new CallbackOutcome.Invalid("state is not the one of this login");
    }
    String problem = issuerProblem(transaction, answer.first("iss"));
    if (problem != null) {
      return new CallbackOutcome.Invalid(problem);
    }
    String code = answer.first("code");
    String error = answer.first("error");
    if (code != null && error != null) {
      return new CallbackOutcome.Invalid("both code and error");
    }
    if (error != null) {
      return error(error, quirks.explain(error, answer.first("error_description")));
    }
    // RFC 6749 A.11: code = 1*VSCHAR
    if (code == null || code.length() > MAX_CODE_LENGTH || !code.matches("[\\x20-\\x7E]+")) {
      return new CallbackOutcome.Invalid("neither a code nor an error");
    }
    return new CallbackOutcome.Accepted(new ValidatedCallback(transaction, Secret.of(code)));
  }

  private static @Nullable String issuerProblem(Transaction transaction, @Nullable String iss) {
    // RFC 9207 2.4: clients MUST reject a response without iss from a server that says it sends
    // one, and one whose value does not match, in error responses as well
    if (iss == null) {
      return transaction.expectsIss() ? "iss is missing" : null;
    }
    return iss.equals(transaction.issuer()) ? null : "iss is not the provider of this login";
  }

  /** What an error in an answer says that belongs to no login; nothing of the answer is trusted. */
  static Optional<String> errorOf(Parameters answer, ProviderQuirks quirks) {
    return Optional.ofNullable(answer.first("error"))
        .map(error -> error(error, quirks.explain(error, answer.first("error_description"))))
        .map(CallbackOutcome.ProviderError::reason);
  }

  private static CallbackOutcome.ProviderError error(String error, Optional<String> explanation) {
    String code = error.matches("[a-z][a-z0-9_]{0,63}") ? error : "unrecognized";
    AuthorizationError kind =
        switch (code) {
          case "access_denied" -> AuthorizationError.ACCESS_DENIED;
          case "login_required",
              "interaction_required",
              "account_selection_required",
              "consent_required" ->
              AuthorizationError.LOGIN_REQUIRED;
          case "temporarily_unavailable", "server_error" -> AuthorizationError.UNAVAILABLE;
          default -> AuthorizationError.OTHER;
        };
    return new CallbackOutcome.ProviderError(
        kind, "the provider answered " + code + explanation.map(words -> ": " + words).orElse(""));
  }

  private static boolean equal(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
