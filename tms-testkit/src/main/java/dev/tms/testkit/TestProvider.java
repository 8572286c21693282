package dev.tms.testkit;

import dev.tms.testkit.Router.RequestLog;
import dev.tms.testkit.http.LoopbackServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A strict OpenID Provider inside this process, on the loopback interface, that misbehaves on
 * demand.
 *
 * <pre>{@code
 * try (TestProvider provider = TestProvider.builder()
 *     .client(TestClient.confidential("app", "secret").redirectUri("http://localhost:8080/callback").build())
 *     .start()) {
 *   // point the application at provider.issuer()
 * }
 * }</pre>
 *
 * <p>Where it has an endpoint that its {@link ProviderProfile} has not, asking for the address is
 * an {@link IllegalStateException}.
 *
 * <p>Thread-safe. Requests are answered in parallel; a change made here is seen by every request
 * that arrives later.
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

  /** Begins to set one up. */
  public static TestProviderBuilder builder() {
    return new TestProviderBuilder();
  }

  /** Lets go of all requests that are held, and stops. */
  @Override
  public void close() {
    core.script().close();
    server.close();
  }

  @Override
  TestProvider self() {
    return this;
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

  // --- what may change while it runs, beside what could be set before

  /** Registers a client, or replaces the one with the same id. */
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
   * Sets whether ID tokens have a {@code sid} (OpenID Connect Back-Channel Logout 1.0 section 2.1);
   * default true.
   */
  public TestProvider sidInIdToken(boolean on) {
    core.settings().sidInIdToken = on;
    return this;
  }

  /** Signs with a new key from now on; the old ones stay in the key set. */
  public TestProvider rotateKeys() {
    core.keys().rotate();
    return this;
  }

  /** Takes all keys but the current one out of the key set. */
  public TestProvider retireOldKeys() {
    core.keys().retireOld();
    return this;
  }

  // --- doing it wrong

  /**
   * Makes the next request of the kind go wrong. Several calls queue up, one request takes one.
   *
   * @throws IllegalArgumentException if such requests cannot show it
   */
  public TestProvider misbehave(RequestKind kind, Misbehaviour misbehaviour) {
    core.script().once(kind, misbehaviour);
    return this;
  }

  /**
   * Makes every request of the kind go wrong until {@link #behave}; what is queued goes first.
   *
   * @throws IllegalArgumentException if such requests cannot show it
   */
  public TestProvider always(RequestKind kind, Misbehaviour misbehaviour) {
    core.script().always(kind, misbehaviour);
    return this;
  }

  /** Delays every request of the kind before it is carried out, until {@link #behave}. */
  public TestProvider delay(RequestKind kind, Duration delay) {
    core.script().delay(kind, delay);
    return this;
  }

  /** Holds every request of the kind before it is carried out, until it is released. */
  public Hold hold(RequestKind kind) {
    return core.script().holdBefore(kind);
  }

  /** Holds the answer of every request of the kind after it was carried out and logged. */
  public Hold holdAnswer(RequestKind kind) {
    return core.script().holdAfter(kind);
  }

  /** Ends every misbehaviour, delay and hold. */
  public TestProvider behave() {
    core.script().clear();
    return this;
  }

  /** Forgets the requests so far. */
  public TestProvider clearRequests() {
    log.clear();
    return this;
  }

  // --- what a provider does by itself

  /**
   * Ends a sign-on as its user would, without telling any client; its offline refresh tokens live
   * on.
   */
  public TestProvider endSession(String sid) {
    endSession.end(sid);
    return this;
  }

  /** Revokes an access token, or with a refresh token its whole family. */
  public TestProvider revoke(String token) {
    core.grants().revoke(token);
    return this;
  }

  /** Begins a logout token for a client (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
  public LogoutToken logoutToken(String clientId) {
    return new LogoutToken(core, clientId);
  }

  /**
   * Posts a logout token to the client's back-channel logout address.
   *
   * @return the status of its answer
   * @throws IllegalArgumentException if the client is unknown or has no such address
   * @throws java.io.UncheckedIOException if it cannot be reached
   */
  public int sendBackChannelLogout(String clientId, String logoutToken) {
    URI target =
        core.registry()
            .client(clientId)
            .flatMap(TestClient::backChannelLogoutUri)
            .orElseThrow(
                () -> new IllegalArgumentException("no back-channel logout URI: " + clientId));
    return LogoutToken.post(target, logoutToken);
  }
}
