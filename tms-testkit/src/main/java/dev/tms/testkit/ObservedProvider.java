package dev.tms.testkit;

import dev.tms.testkit.http.LoopbackServer;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** What can be read of a provider: where it is, and what has happened. Thread-safe. */
abstract class ObservedProvider {
  final Core core;
  final RequestLog log = new RequestLog();
  final LoopbackServer server;

  ObservedProvider(Core core, LoopbackServer server) {
    this.core = core;
    this.server = server;
  }

  // --- where it is

  /** The issuer identifier, character by character. */
  public String issuer() {
    return core.addresses().issuer();
  }

  /** The port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** The discovery document. */
  public URI discoveryUri() {
    return core.addresses().at(RequestKind.DISCOVERY);
  }

  /** The authorization endpoint. */
  public URI authorizationEndpoint() {
    return core.addresses().at(RequestKind.AUTHORIZATION);
  }

  /** The token endpoint. */
  public URI tokenEndpoint() {
    return core.addresses().at(RequestKind.TOKEN_OTHER);
  }

  /** The userinfo endpoint. */
  public URI userInfoEndpoint() {
    return core.addresses().at(RequestKind.USERINFO);
  }

  /** The key set. */
  public URI jwksUri() {
    return core.addresses().at(RequestKind.JWKS);
  }

  /** The revocation endpoint. */
  public URI revocationEndpoint() {
    return core.addresses().at(RequestKind.REVOCATION);
  }

  /** The introspection endpoint. */
  public URI introspectionEndpoint() {
    return core.addresses().at(RequestKind.INTROSPECTION);
  }

  /** The end-session endpoint. */
  public URI endSessionEndpoint() {
    return core.addresses().at(RequestKind.END_SESSION);
  }

  /** A protected resource: {@code GET} with a live access token answers JSON about its user. */
  public URI apiUri() {
    return core.addresses().at(RequestKind.API);
  }

  // --- what has happened

  /** Every request answered so far, in the order of the answers. */
  public List<RecordedRequest> requests() {
    return log.all();
  }

  /** The requests of one kind. */
  public List<RecordedRequest> requests(RequestKind kind) {
    return log.all().stream().filter(r -> r.kind() == kind).toList();
  }

  /** How many requests of the kind were answered. */
  public int count(RequestKind kind) {
    return requests(kind).size();
  }

  /** Whether the token endpoint would accept the refresh token now. */
  public boolean isRefreshTokenLive(String token) {
    return core.grants().liveRefreshToken(token, core.now()).isPresent();
  }

  /** Whether userinfo would accept the access token now. */
  public boolean isAccessTokenLive(String token) {
    return core.grants().liveAccessToken(token, core.now()).isPresent();
  }

  /** All refresh tokens that would be accepted now, oldest first. */
  public Set<String> liveRefreshTokens() {
    return core.grants().liveRefreshTokens(core.now());
  }

  /**
   * Every code, token, cookie value and client secret ever handed out: none of them belongs into a
   * log.
   */
  public Set<String> issuedSecrets() {
    return core.registry().issuedSecrets();
  }

  /** The sign-ons that have not ended, oldest first. */
  public List<TestSession> sessions() {
    return core.signOns().all().stream()
        .map(s -> new TestSession(s.sid(), s.subject(), s.authTime()))
        .toList();
  }
}
