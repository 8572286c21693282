package dev.tms.oidc;

import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.ResponseMode;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds authorization requests (RFC 6749 section 4.1.1, Core section 3.1.2.1) for the code flow
 * with state and PKCE S256; the scope {@code openid} adds a nonce.
 */
final class AuthorizationRequest {
  private static final String PROMPT = "prompt";

  private AuthorizationRequest() {}

  static URI uri(
      URI endpoint, ClientSettings settings, Transaction transaction, LoginParameters login) {
    com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder request =
        new com.nimbusds.oauth2.sdk.AuthorizationRequest.Builder(
                ResponseType.CODE, new ClientID(settings.clientId()))
            .redirectionURI(settings.redirectUri())
            .endpointURI(endpoint)
            .state(new State(transaction.state()));
    List<String> scopes = settings.scopes().values();
    if (!scopes.isEmpty()) {
      request.scope(new Scope(scopes.toArray(String[]::new)));
    }
    if (!settings.resources().isEmpty()) {
      request.resources(settings.resources().toArray(URI[]::new));
    }
    if (settings.scopes().contains("openid")) {
      request.customParameter("nonce", new Nonce(transaction.nonce()).getValue());
    }
    Secret verifier = transaction.codeVerifier();
    if (verifier != null) {
      request.codeChallenge(new CodeVerifier(verifier.reveal()), CodeChallengeMethod.S256);
    }
    if (settings.responseMode() == ResponseMode.FORM_POST) {
      request.responseMode(com.nimbusds.oauth2.sdk.ResponseMode.FORM_POST);
    }
    parameters(settings, login).forEach(request::customParameter);
    return request.build().toURI();
  }

  private static Map<String, String> parameters(ClientSettings settings, LoginParameters login) {
    Map<String, String> parameters = new LinkedHashMap<>(settings.parameters());
    parameters.remove(PROMPT);
    Set<String> prompts = prompts(settings, login);
    if (!prompts.isEmpty()) {
      parameters.put(PROMPT, String.join(" ", prompts));
    }
    if (login.maxAge() != null) {
      parameters.put("max_age", Long.toString(login.maxAge().toSeconds()));
    }
    if (login.loginHint() != null) {
      parameters.put("login_hint", login.loginHint());
    }
    if (login.uiLocales() != null) {
      parameters.put("ui_locales", login.uiLocales());
    }
    if (login.acrValues() != null) {
      parameters.put("acr_values", String.join(" ", LoginParameters.words(login.acrValues())));
    }
    parameters.putAll(login.others());
    return parameters;
  }

  /** The prompts of this login and the configured ones, unless {@code none} excludes them. */
  static Set<String> prompts(ClientSettings settings, LoginParameters login) {
    Set<String> prompts = new LinkedHashSet<>(login.prompts());
    String configured = settings.parameters().get(PROMPT);
    if (configured != null && !prompts.contains("none")) {
      prompts.addAll(LoginParameters.words(configured));
    }
    // Core 11: offline_access is ignored unless prompt contains consent; 3.1.2.1: if none is used
    // with any other value, an error is returned
    if (settings.offlineAccessConsent()
        && settings.scopes().contains("offline_access")
        && !prompts.contains("none")) {
      prompts.add("consent");
    }
    return prompts;
  }
}
