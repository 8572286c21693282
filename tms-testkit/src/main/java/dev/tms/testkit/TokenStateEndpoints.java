package dev.tms.testkit;

import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import dev.tms.testkit.grant.Grant;
import dev.tms.testkit.grant.Grants.AccessGrant;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Revocation (RFC 7009) and introspection (RFC 7662). */
final class TokenStateEndpoints {
  private final Core core;
  private final ClientAuthenticator clients;

  TokenStateEndpoints(Core core, ClientAuthenticator clients) {
    this.core = core;
    this.clients = clients;
  }

  Reply revoke(Incoming request) {
    TestClient client = authenticated(request, RequestKind.REVOCATION);
    String token = token(request);
    Optional<String> owner = core.grants().clientOf(token);
    if (owner.isPresent() && !owner.get().equals(client.id)) {
      // RFC 7009 2.1: if this validation fails, the request is refused
      throw Refusal.of(OAuth2Error.INVALID_GRANT, "the token was issued to another client");
    }
    // RFC 7009 2.2: invalid tokens get a 200 as well
    core.grants().revoke(token);
    return Reply.status(200).with("Cache-Control", "no-store");
  }

  Reply introspect(Incoming request) {
    TestClient client = authenticated(request, RequestKind.INTROSPECTION);
    // RFC 7662 2.1: MUST also require some form of authorization
    if (client.secret == null) {
      throw Refusal.of(OAuth2Error.INVALID_CLIENT, "public clients may not introspect");
    }
    String token = token(request);
    Map<String, Object> answer = new LinkedHashMap<>();
    Optional<AccessGrant> access = core.grants().liveAccessToken(token, core.now());
    Optional<Grant> refresh = core.grants().liveRefreshToken(token, core.now());
    answer.put("active", access.isPresent() || refresh.isPresent());
    access.ifPresent(
        a -> {
          describe(answer, a.grant());
          answer.put("scope", TokenMint.joined(a.scopes()));
          answer.put("token_type", "Bearer");
          answer.put("aud", a.audience());
          answer.put("iat", a.issuedAt().getEpochSecond());
          answer.put("exp", a.expiresAt().getEpochSecond());
        });
    refresh.ifPresent(
        grant -> {
          describe(answer, grant);
          answer.put("scope", TokenMint.joined(grant.scopes()));
        });
    return Reply.json(200, answer);
  }

  private void describe(Map<String, Object> answer, Grant grant) {
    answer.put("iss", core.addresses().issuer());
    answer.put("sub", grant.subject());
    answer.put("client_id", grant.clientId());
    core.registry()
        .userBySubject(grant.subject())
        .ifPresent(user -> answer.put("username", user.username()));
  }

  private TestClient authenticated(Incoming request, RequestKind kind) {
    if (!request.isForm()) {
      throw Refusal.of(OAuth2Error.INVALID_REQUEST, "the body must be a form");
    }
    try {
      return clients.authenticate(request, request.toNimbus(core.addresses().at(kind)));
    } catch (ParseException e) {
      throw Refusal.of(e, OAuth2Error.INVALID_REQUEST);
    }
  }

  private static String token(Incoming request) {
    return request
        .formValue("token")
        .orElseThrow(() -> Refusal.of(OAuth2Error.INVALID_REQUEST, "token is missing"));
  }
}
