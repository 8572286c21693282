package dev.tms.oidc;

import com.nimbusds.langtag.LangTag;
import com.nimbusds.langtag.LangTagException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.ACR;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.ResponseMode;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Builds authentication requests (Core section 3.1.2.1): code flow, state, nonce, PKCE S256. */
final class AuthorizationRequest {
  private AuthorizationRequest() {}

  static URI uri(
      URI endpoint, ClientSettings settings, Transaction transaction, LoginParameters login) {
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope(settings.scopes().values().toArray(String[]::new)),
                new ClientID(settings.clientId()),
                settings.redirectUri())
            .endpointURI(endpoint)
            .state(new State(transaction.state()))
            .nonce(new Nonce(transaction.nonce()));
    Secret verifier = transaction.codeVerifier();
    if (verifier != null) {
      request.codeChallenge(new CodeVerifier(verifier.reveal()), CodeChallengeMethod.S256);
    }
    if (settings.responseMode() == ResponseMode.FORM_POST) {
      request.responseMode(com.nimbusds.oauth2.sdk.ResponseMode.FORM_POST);
    }
    add(request, login);
    return request.build().toURI();
  }

  private static void add(AuthenticationRequest.Builder request, LoginParameters login) {
    if (!login.prompts().isEmpty()) {
      request.prompt(new Prompt(login.prompts().toArray(String[]::new)));
    }
    if (login.maxAge() != null) {
      request.maxAge((int) login.maxAge().toSeconds());
    }
    if (login.loginHint() != null) {
      request.loginHint(login.loginHint());
    }
    if (login.uiLocales() != null) {
      List<LangTag> tags = locales(login.uiLocales());
      if (!tags.isEmpty()) {
        request.uiLocales(tags);
      }
    }
    if (login.acrValues() != null) {
      request.acrValues(LoginParameters.words(login.acrValues()).stream().map(ACR::new).toList());
    }
  }

  /** Those that are language tags: a wish that makes no sense is no reason to fail a login. */
  private static List<LangTag> locales(String text) {
    List<LangTag> tags = new ArrayList<>();
    for (String word : LoginParameters.words(text)) {
      try {
        tags.add(LangTag.parse(word));
      } catch (LangTagException e) {
        // left out
      }
    }
    return tags;
  }
}
