package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.tms.testkit.grant.Grant;
import dev.tms.testkit.grant.Grants.Redemption;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The token endpoint (RFC 6749 sections 4.1.3, 4.4, 6). */
final class TokenEndpoint {
  private final Core core;
  private final ClientAuthenticator clients;
  private final TokenMint mint;

  TokenEndpoint(Core core, ClientAuthenticator clients, TokenMint mint) {
    this.core = core;
    this.clients = clients;
    this.mint = mint;
  }

  static RequestKind kind(Incoming request) {
    return switch (request.formValue("grant_type").orElse("")) {
      case "authorization_code" -> RequestKind.TOKEN_CODE;
      case "refresh_token" -> RequestKind.TOKEN_REFRESH;
      case "client_credentials" -> RequestKind.TOKEN_CLIENT_CREDENTIALS;
      default -> RequestKind.TOKEN_OTHER;
    };
  }

  Reply handle(Incoming request, @Nullable Misbehaviour fault) {
    if (!request.isForm()) {
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "the body must be a form");
    }
    TestClient client;
    TokenRequest parsed;
    try {
      HTTPRequest http = request.toNimbus(core.addresses().at(RequestKind.TOKEN_OTHER));
      client = clients.authenticate(request, http);
      parsed = TokenRequest.parse(http);
    } catch (ParseException e) {
      throw Refusal.of(e, OAuth2Error.INVALID_REQUEST);
    } catch (IllegalArgumentException e) {
      // Nimbus copies input into error descriptions, and then rejects its characters
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "unreadable request");
    }
    AuthorizationGrant grant = parsed.getAuthorizationGrant();
    List<String> resources = resources(parsed);
    TokenMint.Order order;
    if (grant instanceof AuthorizationCodeGrant code) {
      order = code(client, code, resources, fault);
    } else if (grant instanceof RefreshTokenGrant refresh) {
      order = refresh(client, refresh, parsed, resources, fault);
    } else if (grant instanceof ClientCredentialsGrant) {
      order = clientCredentials(client, parsed, resources, fault);
    } else {
      throw Refusal.of(OAuth2Error.UNSUPPORTED_GRANT_TYPE, "this grant is not supported");
    }
    return Reply.json(200, mint.issue(order));
  }

  private TokenMint.Order code(
      TestClient client,
      AuthorizationCodeGrant request,
      List<String> resources,
      @Nullable Misbehaviour fault) {
    URI redirectUri = request.getRedirectionURI();
    Grant grant =
        accepted(
                core.grants()
                    .redeemCode(
                        request.getAuthorizationCode().getValue(),
                        client.id,
                        redirectUri == null ? null : redirectUri.toString(),
                        request.getCodeVerifier(),
                        core.now()))
            .grant();
    String refreshToken =
        grant.isOffline() || core.settings().alwaysRefreshToken
            ? core.grants()
                .issueRefreshToken(grant, core.now().plus(core.settings().refreshTokenLifetime))
            : null;
    boolean openid = core.profile().hasIdTokens() && grant.scopes().contains("openid");
    return new TokenMint.Order(
        grant, client, grant.scopes(), resources, refreshToken, openid, true, fault);
  }

  private TokenMint.Order refresh(
      TestClient client,
      RefreshTokenGrant request,
      TokenRequest parsed,
      List<String> resources,
      @Nullable Misbehaviour fault) {
    String token = request.getRefreshToken().getValue();
    // checks the scope before the token is consumed: a mistake must not cost the session
    Set<String> scopes =
        core.grants()
            .grantOfRefreshToken(token, client.id)
            .map(grant -> narrowed(parsed, grant.scopes()))
            .orElse(Set.of());
    Redemption.Accepted accepted =
        accepted(
            core.grants()
                .redeemRefreshToken(token, client.id, core.settings().refreshPolicy(), core.now()));
    boolean idToken =
        core.profile().hasIdTokens()
            && core.settings().idTokenOnRefresh
            && scopes.contains("openid");
    return new TokenMint.Order(
        accepted.grant(),
        client,
        scopes,
        resources,
        accepted.refreshToken(),
        idToken,
        false,
        fault);
  }

  private static TokenMint.Order clientCredentials(
      TestClient client,
      TokenRequest parsed,
      List<String> resources,
      @Nullable Misbehaviour fault) {
    // RFC 6749 4.4: MUST only be used by confidential clients
    if (client.secret == null) {
      throw Refusal.of(OAuth2Error.UNAUTHORIZED_CLIENT, "public clients have no credentials");
    }
    Set<String> allowed = new HashSet<>(client.scopes);
    allowed.removeAll(Set.of("openid", "offline_access"));
    Set<String> scopes = narrowed(parsed, allowed);
    Grant grant = new Grant(client.id, client.id, scopes, null, null, false);
    return new TokenMint.Order(grant, client, scopes, resources, null, false, false, fault);
  }

  /** RFC 6749 6: MUST NOT include any scope not originally granted; omitted means the same. */
  private static Set<String> narrowed(TokenRequest request, Set<String> allowed) {
    if (request.getScope() == null || request.getScope().isEmpty()) {
      return allowed;
    }
    Set<String> asked = new HashSet<>(request.getScope().toStringList());
    if (!allowed.containsAll(asked)) {
      throw Refusal.of(OAuth2Error.INVALID_SCOPE, "scope was not granted");
    }
    return asked;
  }

  private static List<String> resources(TokenRequest request) {
    return request.getResources() == null
        ? List.of()
        : request.getResources().stream().map(URI::toString).toList();
  }

  private static Redemption.Accepted accepted(Redemption redemption) {
    if (redemption instanceof Redemption.Accepted accepted) {
      return accepted;
    }
    if (redemption instanceof Redemption.Refused refused) {
      throw Refusal.of(OAuth2Error.INVALID_GRANT, refused.reason());
    }
    throw new AssertionError(redemption);
  }
}
