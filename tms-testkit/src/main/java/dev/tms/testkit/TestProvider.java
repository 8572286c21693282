package dev.tms.testkit;

import dev.tms.testkit.Router.RequestLog;
import dev.tms.testkit.grant.Grant;
import dev.tms.testkit.http.LoopbackServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A strict in-process OpenID Provider on the loopback interface that misbehaves on demand.
 *
 * <pre>{@code
 * try (TestProvider provider = TestProvider.builder()
 *     .client(TestClient.confidential("app", "secret").redirectUri("http://localhost:8080/callback").build())
 *     .start()) {
 *   // point the application at provider.issuer()
 * }
 * }</pre>
 *
 * <p>The address of an endpoint that the {@link ProviderProfile} lacks is an {@link
 * IllegalStateException}.
 *
 * <p>Thread-safe. Requests are processed in parallel; changes apply to requests that arrive later.
 */
public final class TestProvider extends Changeable<TestProvider> implements AutoCloseable {
  private final Core core;
  private final RequestLog log = new RequestLog();
  private final LoopbackServer server;
  private final EndSessionEndpoint endSession;

  TestProvider(Core core, LoopbackServer server) {
    super(core.settings());
    this.core = core;
    this.server = server;
    SignOnCookie cookie = new SignOnCookie(server.port(), core.addresses().basePath());
    this.endSession = new EndSessionEndpoint(core, cookie);
    server.serve(new Router(core, log, cookie, endSession)::handle);
  }

  /** Returns a builder. */
  public static TestProviderBuilder builder() {
    return new TestProviderBuilder();
  }

  /** Releases all held requests and stops. */
  @Override
  public void close() {
    core.script().close();
    server.close();
  }

  @Override
  TestProvider self() {
    return this;
  }

  /** Returns the exact issuer identifier. */
  public String issuer() {
    return core.addresses().issuer();
  }

  /** Returns the port on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** Returns the address of the discovery document. */
  public URI discoveryUri() {
    return core.addresses().at(RequestKind.DISCOVERY);
  }

  /** Returns the authorization endpoint. */
  public URI authorizationEndpoint() {
    return core.addresses().at(RequestKind.AUTHORIZATION);
  }

  /** Returns the token endpoint. */
  public URI tokenEndpoint() {
    return core.addresses().at(RequestKind.TOKEN_OTHER);
  }

  /** Returns the userinfo endpoint. */
  public URI userInfoEndpoint() {
    return core.addresses().at(RequestKind.USERINFO);
  }

  /** Returns the address of the key set. */
  public URI jwksUri() {
    return core.addresses().at(RequestKind.JWKS);
  }

  /** Returns the revocation endpoint. */
  public URI revocationEndpoint() {
    return core.addresses().at(RequestKind.REVOCATION);
  }

  /** Returns the introspection endpoint. */
  public URI introspectionEndpoint() {
    return core.addresses().at(RequestKind.INTROSPECTION);
  }

  /** Returns the end-session endpoint. */
  public URI endSessionEndpoint() {
    return core.addresses().at(RequestKind.END_SESSION);
  }

  /**
   * Returns a protected resource: {@code GET} with a live access token returns JSON about its user.
   */
  public URI apiUri() {
    return core.addresses().at(RequestKind.API);
  }

  /** Returns all requests answered so far, in the order of the responses. */
  public List<RecordedRequest> requests() {
    return log.all();
  }

  /** Returns the answered requests of this kind. */
  public List<RecordedRequest> requests(RequestKind kind) {
    return log.all().stream().filter(r -> r.kind() == kind).toList();
  }

  /** Returns the number of answered requests of this kind. */
  public int count(RequestKind kind) {
    return requests(kind).size();
  }

  /** Whether the token endpoint would accept this refresh token now. */
  public boolean isRefreshTokenLive(String token) {
    return core.grants().liveRefreshToken(token, core.now()).isPresent();
  }

  /** Whether userinfo would accept this access token now. */
  public boolean isAccessTokenLive(String token) {
    return core.grants().liveAccessToken(token, core.now()).isPresent();
  }

  /** Returns the {@code sub} for which a refresh token was issued, live or dead. */
  public Optional<String> subjectOf(String refreshToken) {
    return core.grants()
        .clientOf(refreshToken)
        .flatMap(client -> core.grants().grantOfRefreshToken(refreshToken, client))
        .map(Grant::subject);
  }

  /** Returns all valid, unused refresh tokens, oldest first. */
  public Set<String> liveRefreshTokens() {
    return core.grants().liveRefreshTokens(core.now());
  }

  /**
   * Returns all codes, tokens, cookie values and client secrets ever issued, which must not be
   * logged.
   */
  public Set<String> issuedSecrets() {
    return core.registry().issuedSecrets();
  }

  /** Returns the current sign-ons, oldest first. */
  public List<TestSession> sessions() {
    return core.signOns().all().stream()
        .map(s -> new TestSession(s.sid(), s.subject(), s.authTime()))
        .toList();
  }

  /** Registers a client, or replaces the one with the same ID. */
  public TestProvider register(TestClient client) {
    core.registry().add(client);
    return this;
  }

  /** Adds a user, or replaces the one with the same name. */
  public TestProvider register(TestUser user) {
    core.registry().add(user);
    return this;
  }

  /**
   * Sets whether ID tokens carry {@code sid} (OpenID Connect Back-Channel Logout 1.0 section 2.1).
   * Default true.
   */
  public TestProvider sidInIdToken(boolean on) {
    core.settings().sidInIdToken = on;
    return this;
  }

  /** Signs with a new key from now on; the key set keeps the old ones. */
  public TestProvider rotateKeys() {
    core.keys().rotate();
    return this;
  }

  /** Removes all keys but the current one from the key set. */
  public TestProvider retireOldKeys() {
    core.keys().retireOld();
    return this;
  }

  /**
   * Applies a fault to the next request of this kind. Calls queue up.
   *
   * @throws IllegalArgumentException if the fault does not apply to such requests
   */
  public TestProvider misbehave(RequestKind kind, Misbehaviour misbehaviour) {
    core.script().once(kind, misbehaviour);
    return this;
  }

  /**
   * Applies a fault to every request of this kind until {@link #behave}; queued faults come first.
   *
   * @throws IllegalArgumentException if the fault does not apply to such requests
   */
  public TestProvider always(RequestKind kind, Misbehaviour misbehaviour) {
    core.script().always(kind, misbehaviour);
    return this;
  }

  /** Delays the processing of every request of this kind, until {@link #behave}. */
  public TestProvider delay(RequestKind kind, Duration delay) {
    core.script().delay(kind, delay);
    return this;
  }

  /** Holds every request of this kind before it is processed, until its release. */
  public Hold hold(RequestKind kind) {
    return core.script().holdBefore(kind);
  }

  /** Holds the response to every request of this kind, after it was processed and logged. */
  public Hold holdAnswer(RequestKind kind) {
    return core.script().holdAfter(kind);
  }

  /** Ends all faults, delays and holds. */
  public TestProvider behave() {
    core.script().clear();
    return this;
  }

  /** Clears the request log. */
  public TestProvider clearRequests() {
    log.clear();
    return this;
  }

  /** Ends a sign-on without notifying clients; its offline refresh tokens remain valid. */
  public TestProvider endSession(String sid) {
    endSession.end(sid);
    return this;
  }

  /** Revokes an access token, or the whole family of a refresh token. */
  public TestProvider revoke(String token) {
    core.grants().revoke(token);
    return this;
  }

  /**
   * Returns a logout token to build for a client (OpenID Connect Back-Channel Logout 1.0 section
   * 2.4).
   */
  public LogoutToken logoutToken(String clientId) {
    return new LogoutToken(core, clientId);
  }

  /**
   * Posts a logout token to the client's back-channel logout URI.
   *
   * @return the status of the response
   * @throws IllegalArgumentException if the client is unknown or has no such URI
   * @throws java.io.UncheckedIOException if the client is unreachable
   */
  public int sendBackChannelLogout(String clientId, String logoutToken) {
    URI target =
        core.registry()
            .client(clientId)
            .map(client -> client.backChannelLogoutUri)
            .orElseThrow(
                () -> new IllegalArgumentException("no back-channel logout URI: " + clientId));
    return LogoutToken.post(target, logoutToken);
  }
}
