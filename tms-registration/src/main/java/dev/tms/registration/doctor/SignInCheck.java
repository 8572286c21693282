package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oidc.LoginParameters;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.oidc.Transaction;
import dev.tms.outbound.Sender;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.problem.TmsException;
import dev.tms.text.Json;
import dev.tms.token.Secret;
import dev.tms.web.Parameters;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Performs a login, a refresh, a userinfo call if configured, and a logout, as the service would,
 * but does not call the service itself. Afterwards the refresh token is revoked and the session at
 * the provider has ended.
 */
record SignInCheck(Network network, @Nullable Browser browser) {
  private static final String NOT_CHECKED =
      "needs a login, which --user makes: whether offline access comes, DPoP or PAR is demanded, an"
          + " unlisted algorithm is used, userinfo is refused, and the post-logout URI is taken";
  private static final Pattern DPOP = Pattern.compile("(?i)dpop");
  private static final Pattern PAR =
      Pattern.compile("(?i)\\bPAR\\b|pushed.authorization|\\brequest_uri\\b");

  Look look(TmsConfiguration configuration, Patient patient) {
    if (browser == null) {
      return Look.skipped(Area.SESSION, NOT_CHECKED);
    }
    ProviderMetadata metadata = patient.metadata();
    if (metadata == null) {
      return Look.skipped(Area.SESSION, "the provider's endpoints are not known");
    }
    IssuedTokens issued = new IssuedTokens(network.sender(), metadata, patient);
    OidcClient client = network.provider(configuration, issued);
    return new Visit(
            network, configuration, patient, metadata, issued, client, browser, new ArrayList<>())
        .make();
  }

  private record Visit(
      Network network,
      TmsConfiguration configuration,
      Patient patient,
      ProviderMetadata metadata,
      IssuedTokens issued,
      OidcClient client,
      Browser user,
      List<String> done) {
    Look make() {
      AuthorizeOutcome begun = client.authorize(LoginParameters.NONE);
      if (!(begun instanceof AuthorizeOutcome.Redirect redirect)) {
        patient.find(
            "sign-in-failed",
            begun instanceof AuthorizeOutcome.Misconfigured misconfigured
                ? misconfigured.reason()
                : ((AuthorizeOutcome.Unavailable) begun).reason());
        return Look.at(Area.SESSION, "no login");
      }
      Parameters answer;
      try {
        URI redirectUri = configuration.client().redirectUri();
        answer = parameters(user.signIn(redirect.location(), redirectUri));
      } catch (Browser.Stuck e) {
        patient.find("sign-in-failed", "the login does not end: " + e.getMessage());
        return Look.at(Area.SESSION, "no login");
      }
      Secret code = Secret.ofNullable(answer.value("code"));
      if (code != null) {
        patient.hide(List.of(code));
      }
      boolean isSignedIn = false;
      try {
        isSignedIn = isSignedIn(redirect.transaction(), answer);
      } finally {
        leave(isSignedIn);
      }
      return Look.at(Area.SESSION, isSignedIn ? String.join(", ", done) : "no session");
    }

    private boolean isSignedIn(Transaction transaction, Parameters answer) {
      CallbackOutcome checked = client.check(transaction, answer);
      if (!(checked instanceof CallbackOutcome.Accepted accepted)) {
        refused(checked, answer.value("error_description"));
        return false;
      }
      RedeemOutcome outcome = client.redeem(accepted.callback());
      unlisted();
      if (outcome instanceof RedeemOutcome.Redeemed redeemed) {
        done.add("signed in");
        if (issued.userInfoIsAsked()) {
          done.add("userinfo fetched");
        }
        refresh(redeemed);
        return true;
      }
      String reason =
          outcome instanceof RedeemOutcome.Failed failed
              ? failed.reason()
              : outcome instanceof RedeemOutcome.Misconfigured misconfigured
                  ? misconfigured.reason()
                  : ((RedeemOutcome.Unavailable) outcome).reason();
      if (DPOP.matcher(reason).find()) {
        patient.find(
            "demands-more",
            "the provider demands tokens that are bound to a key (DPoP, RFC 9449): " + reason);
      } else {
        patient.find(
            issued.userInfoIsAsked() ? "userinfo-refused" : "code-refused",
            "the login fails: " + reason);
      }
      return false;
    }

    private void refused(CallbackOutcome outcome, @Nullable String description) {
      String reason =
          outcome instanceof CallbackOutcome.ProviderError error
              ? error.reason()
              : ((CallbackOutcome.Invalid) outcome).reason();
      String words = reason + (description == null ? "" : ": " + description);
      if (PAR.matcher(words).find()) {
        patient.find(
            "demands-more",
            "the provider demands pushed authorization requests (RFC 9126): " + words);
      } else {
        patient.find("sign-in-refused", "the login is refused: " + words);
      }
    }

    private void unlisted() {
      Set<String> listed = new TreeSet<>(metadata.signatureAlgorithms());
      issued
          .algorithm()
          .filter(name -> !listed.isEmpty() && !listed.contains(name))
          .ifPresent(
              name ->
                  patient.find(
                      "algorithm-unlisted",
                      "the ID token is signed with "
                          + name
                          + ", and id_token_signing_alg_values_supported has "
                          + String.join(", ", listed)));
    }

    private void refresh(RedeemOutcome.Redeemed login) {
      Secret refreshToken = login.tokens().refreshToken();
      if (refreshToken == null) {
        done.add("no refresh token");
        if (configuration.client().scopes().contains("offline_access")) {
          patient.find(
              "no-refresh-token",
              "offline_access was asked for, and the provider gives no refresh token");
        }
        return;
      }
      RenewOutcome outcome = client.renew(refreshToken, login.tokens(), login.user(), null);
      String problem = null;
      if (outcome instanceof RenewOutcome.Renewed renewed) {
        problem = renewed.trouble() == null ? null : renewed.trouble().reason();
      } else if (outcome instanceof RenewOutcome.Rejected rejected) {
        problem = rejected.error() + (rejected.said() == null ? "" : ": " + rejected.said());
      } else if (outcome instanceof RenewOutcome.IdentityChanged changed) {
        problem = changed.reason();
      } else {
        problem = ((RenewOutcome.Unavailable) outcome).trouble().reason();
      }
      if (problem == null) {
        done.add("refreshed");
      } else {
        patient.find("refresh-refused", "the first refresh fails: " + problem);
      }
    }

    private void leave(boolean isSignedIn) {
      Optional<Secret> refreshToken = issued.refreshToken();
      if (refreshToken.isPresent()
          && !client.revoke(refreshToken.get())
          && metadata.revocationEndpoint() != null) {
        patient.find("revocation-refused", "the provider does not revoke the refresh token");
      }
      URI returnTo = configuration.expectedRegistration().postLogoutRedirectUri();
      Secret hint = configuration.sessions().keepIdToken() ? issued.idToken().orElse(null) : null;
      Optional<URI> endSession = client.endSession(hint, returnTo, network.randomText());
      if (endSession.isEmpty()) {
        return;
      }
      try {
        user.signOut(endSession.get(), returnTo);
        done.add("signed out");
      } catch (Browser.Stuck e) {
        if (isSignedIn) {
          patient.find(
              "post-logout-uri-refused",
              "the logout does not come back to " + returnTo + ": " + e.getMessage());
        }
      }
    }
  }

  private static Parameters parameters(URI answer) throws Browser.Stuck {
    try {
      return Parameters.parse(answer.getRawQuery());
    } catch (TmsException e) {
      throw new Browser.Stuck("the provider's answer is malformed");
    }
  }

  /**
   * Records the tokens that the token endpoint issues, so that the refresh token is revoked
   * whatever happens, and no token appears in a report. Not thread-safe.
   */
  private static final class IssuedTokens implements Sender {
    private static final List<String> TOKENS = List.of("access_token", "refresh_token", "id_token");

    private final Sender sender;
    private final ProviderMetadata metadata;
    private final Patient patient;
    private @Nullable Secret refreshToken;
    private @Nullable Secret idToken;
    private boolean userInfoIsAsked;

    IssuedTokens(Sender sender, ProviderMetadata metadata, Patient patient) {
      this.sender = sender;
      this.metadata = metadata;
      this.patient = patient;
    }

    @Override
    public SendOutcome send(Call call) {
      SendOutcome outcome = sender.send(call);
      if (call.uri().equals(metadata.userInfoEndpoint())) {
        userInfoIsAsked = true;
      } else if (call.uri().equals(metadata.tokenEndpoint()) && outcome instanceof Answer answer) {
        keep(answer);
      }
      return outcome;
    }

    private void keep(Answer answer) {
      for (String name : TOKENS) {
        Secret token = Secret.ofNullable(member(answer, name));
        if (token != null) {
          patient.hide(List.of(token));
          refreshToken = name.equals("refresh_token") ? token : refreshToken;
          idToken = name.equals("id_token") ? token : idToken;
        }
      }
    }

    /** Reads JSON, or the form encoding that some providers use. */
    private static @Nullable String member(Answer answer, String name) {
      Optional<Map<String, Object>> json = Json.read(answer.body());
      if (json.isPresent()) {
        return json.get().get(name) instanceof String text ? text : null;
      }
      try {
        return Parameters.parse(new String(answer.body(), StandardCharsets.UTF_8)).first(name);
      } catch (TmsException e) {
        return null;
      }
    }

    Optional<Secret> refreshToken() {
      return Optional.ofNullable(refreshToken);
    }

    Optional<Secret> idToken() {
      return Optional.ofNullable(idToken);
    }

    /** The algorithm in the latest ID token's header (RFC 7515 section 4.1.1). */
    Optional<String> algorithm() {
      return idToken()
          .flatMap(token -> header(token.reveal()))
          .map(header -> header.get("alg"))
          .filter(String.class::isInstance)
          .map(String.class::cast);
    }

    private static Optional<Map<String, Object>> header(String jwt) {
      int dot = jwt.indexOf('.');
      try {
        return dot < 0
            ? Optional.empty()
            : Json.read(Base64.getUrlDecoder().decode(jwt.substring(0, dot)));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    /** Whether userinfo was requested, which happens only if all earlier steps succeed. */
    boolean userInfoIsAsked() {
      return userInfoIsAsked;
    }
  }
}
