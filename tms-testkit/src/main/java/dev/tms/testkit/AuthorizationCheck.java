package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseMode;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Validates authorization requests against the specifications and the client's registration. */
final class AuthorizationCheck {
  /** A request whose redirect URI is registered for its client. */
  record Addressed(
      TestClient client,
      String redirectUri,
      @Nullable String state,
      boolean formPost,
      Map<String, List<String>> parameters) {}

  private final Core core;

  AuthorizationCheck(Core core) {
    this.core = core;
  }

  /**
   * Throws {@link IllegalArgumentException} with a reason for the user if client or redirect URI is
   * invalid (RFC 6749 4.1.2.1: MUST NOT automatically redirect to the invalid redirection URI).
   */
  Addressed address(Map<String, List<String>> parameters) {
    String clientId = single(parameters, "client_id");
    TestClient client =
        core.registry()
            .client(clientId == null ? "" : clientId)
            .orElseThrow(() -> new IllegalArgumentException("This client is not known here."));
    String redirectUri = single(parameters, "redirect_uri");
    if (redirectUri == null || !client.redirectUris.contains(redirectUri)) {
      throw new IllegalArgumentException("The redirect URI is not registered for this client.");
    }
    return new Addressed(
        client,
        redirectUri,
        single(parameters, "state"),
        "form_post".equals(single(parameters, "response_mode")),
        parameters);
  }

  /** Throws {@link Refusal} with the error for the client. */
  AuthorizationRequest parse(Addressed addressed) {
    if (addressed.parameters().containsKey("request")) {
      throw Refusal.of(OAuth2Error.REQUEST_NOT_SUPPORTED, "request objects are not supported");
    }
    if (addressed.parameters().containsKey("request_uri")) {
      throw Refusal.of(OAuth2Error.REQUEST_URI_NOT_SUPPORTED, "request_uri is not supported");
    }
    AuthorizationRequest request = parsed(addressed.parameters());
    if (!request.getResponseType().equals(ResponseType.CODE)) {
      throw Refusal.of(OAuth2Error.UNSUPPORTED_RESPONSE_TYPE, "only code is supported");
    }
    ResponseMode mode = request.getResponseMode();
    if (mode != null && !mode.equals(ResponseMode.QUERY) && !mode.equals(ResponseMode.FORM_POST)) {
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "response_mode must be query or form_post");
    }
    checkPkce(addressed.client(), request);
    Scope scope = request.getScope();
    if (scope != null && !addressed.client().scopes.containsAll(scope.toStringList())) {
      throw Refusal.of(OAuth2Error.INVALID_SCOPE, "scope is not registered for this client");
    }
    if (scope != null
        && scope.contains("offline_access")
        && core.profile().offline() != ProviderProfile.Offline.SCOPE) {
      throw Refusal.of(OAuth2Error.INVALID_SCOPE, "offline_access is not known here");
    }
    return request;
  }

  private AuthorizationRequest parsed(Map<String, List<String>> parameters) {
    URI endpoint = core.addresses().at(RequestKind.AUTHORIZATION);
    try {
      String scope = single(parameters, "scope");
      boolean openid = scope != null && List.of(scope.split(" ", -1)).contains("openid");
      return openid
          ? AuthenticationRequest.parse(endpoint, parameters)
          : AuthorizationRequest.parse(endpoint, parameters);
    } catch (ParseException e) {
      throw Refusal.of(e, OAuth2Error.INVALID_REQUEST);
    } catch (IllegalArgumentException e) {
      // Nimbus copies input into error descriptions, and then rejects its characters
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "unreadable request");
    }
  }

  private static void checkPkce(TestClient client, AuthorizationRequest request) {
    ErrorObject error = OAuth2Error.INVALID_REQUEST;
    if (request.getCodeChallenge() == null) {
      if (client.requirePkce) {
        throw Refusal.of(error, "code_challenge is required");
      }
    } else if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
      // RFC 7636 4.3: without code_challenge_method it defaults to "plain"
      throw Refusal.of(error, "code_challenge_method must be S256");
    }
  }

  private static @Nullable String single(Map<String, List<String>> parameters, String name) {
    List<String> values = parameters.getOrDefault(name, List.of());
    return values.size() == 1 ? values.get(0) : null;
  }
}
