package dev.tms.testkit;

import dev.tms.testkit.grant.Grants.AccessGrant;
import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The endpoints that take a bearer token (RFC 6750): userinfo and a sample protected resource. */
final class BearerEndpoints {
  private final Core core;
  private final TokenMint mint;

  BearerEndpoints(Core core, TokenMint mint) {
    this.core = core;
    this.mint = mint;
  }

  Reply userInfo(Incoming request) {
    Optional<AccessGrant> access = access(request);
    if (access.isEmpty()) {
      return unauthorized(request);
    }
    AccessGrant token = access.get();
    if (!token.scopes().contains("openid")) {
      return Reply.json(403, Map.of("error", "insufficient_scope"))
          .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"openid\"");
    }
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", token.grant().subject());
    claims.putAll(mint.userClaims(token.grant().subject(), token.scopes()));
    return Reply.json(200, claims);
  }

  /** Open to all origins, because the token is the only credential. */
  Reply me(Incoming request) {
    return cors(request.method().equals("OPTIONS") ? Reply.status(204) : answerMe(request));
  }

  private Reply answerMe(Incoming request) {
    Optional<AccessGrant> access = access(request);
    if (access.isEmpty()) {
      return unauthorized(request);
    }
    AccessGrant token = access.get();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("sub", token.grant().subject());
    core.registry()
        .userBySubject(token.grant().subject())
        .ifPresent(user -> answer.put("greeting", "Hello " + user.name()));
    answer.put("client_id", token.grant().clientId());
    answer.put("scope", TokenMint.joined(token.scopes()));
    answer.put("expires_in", java.time.Duration.between(core.now(), token.expiresAt()).toSeconds());
    return Reply.json(200, answer);
  }

  private Optional<AccessGrant> access(Incoming request) {
    return bearer(request).flatMap(token -> core.grants().liveAccessToken(token, core.now()));
  }

  private static Optional<String> bearer(Incoming request) {
    return request
        .header("authorization")
        .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
        .map(value -> value.substring(7).trim());
  }

  /** RFC 6750 3.1: without a token the response SHOULD NOT include an error code. */
  private static Reply unauthorized(Incoming request) {
    boolean presented = bearer(request).isPresent();
    Map<String, String> body = presented ? Map.of("error", "invalid_token") : Map.of();
    String challenge =
        presented
            ? "Bearer realm=\"testkit\", error=\"invalid_token\""
            : "Bearer realm=\"testkit\"";
    return Reply.json(401, body).with("WWW-Authenticate", challenge);
  }

  private static Reply cors(Reply reply) {
    return reply
        .with("Access-Control-Allow-Origin", "*")
        .with("Access-Control-Allow-Headers", "Authorization")
        .with("Access-Control-Expose-Headers", "WWW-Authenticate");
  }
}
