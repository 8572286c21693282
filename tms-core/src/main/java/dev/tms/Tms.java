package dev.tms;

import dev.tms.endpoint.Router;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.outbound.Blocking;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions;
import dev.tms.web.Cookies;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A token management service: the confidential OpenID Connect client for a native or browser app.
 * Thread-safe; calls block until they are answered.
 */
public final class Tms implements AutoCloseable {
  private final PublicUrl publicUrl;
  private final Router router;
  private final Sessions sessions;
  private final KeyRing keys;
  private final String nameClaim;
  private final InstantSource clock;
  private final ReadinessCheck readiness;
  private final Runnable onKeysChanged;
  private final Runnable onForgetProvider;
  private final Runnable onClose;

  Tms(
      PublicUrl publicUrl,
      Router router,
      Sessions sessions,
      KeyRing keys,
      String nameClaim,
      InstantSource clock,
      ReadinessCheck readiness,
      Runnable onKeysChanged,
      Runnable onForgetProvider,
      Runnable onClose) {
    this.publicUrl = publicUrl;
    this.router = router;
    this.sessions = sessions;
    this.keys = keys;
    this.nameClaim = nameClaim;
    this.clock = clock;
    this.readiness = readiness;
    this.onKeysChanged = onKeysChanged;
    this.onForgetProvider = onForgetProvider;
    this.onClose = onClose;
  }

  /** Returns a builder of a service. */
  public static TmsBuilder builder() {
    return new TmsBuilder();
  }

  /** Returns a builder of tokens by client credentials, for a program without users. */
  public static MachineTokensBuilder machineTokens() {
    return new MachineTokensBuilder();
  }

  /** Handles a request; 404 if the path is not that of an endpoint. Never throws. */
  public Response handle(Request request) {
    lookAtKeys();
    return router.handle(request);
  }

  /** Handles a request; empty if the path is not that of an endpoint. Never throws. */
  public Optional<Response> tryHandle(Request request) {
    lookAtKeys();
    return router.tryHandle(request);
  }

  /**
   * Handles a request if that takes neither a call to another system nor waiting, for servers that
   * must not block the thread on which a request arrives. Empty for other requests, which nothing
   * has changed: {@link #handle} them on a thread that may block. While access tokens are valid,
   * CheckSession, RetrieveToken and User are answered so, with a shared store as long as the status
   * of the session is {@linkplain dev.tms.policy.LogoutPolicy#checkInterval() known}. Listeners are
   * called on this thread. Never throws.
   */
  public Optional<Response> handleWithoutBlocking(Request request) {
    return router.isQuick(request.path())
        ? Blocking.avoid(() -> handle(request))
        : Optional.empty();
  }

  /** Returns whether the path, including the context path, is that of an endpoint. */
  public boolean serves(String path) {
    return router.serves(path);
  }

  /**
   * Refuses a cross-site request to the application's own pages if it may change something or opens
   * a WebSocket: any method but GET, HEAD and OPTIONS, and any request with {@code Upgrade}.
   * Requests from the public URL, from a front end, or from a program that is not a browser pass;
   * the result is then empty. Endpoints of this service perform this check themselves.
   */
  public Optional<Response> crossSiteRefusal(Request request) {
    return router.crossSiteRefusal(request);
  }

  /**
   * The session of a request. Refreshes the access token if due, and counts as use of the session.
   * Never throws because of the request or the provider.
   */
  public UserSession session(Request request) {
    lookAtKeys();
    return UserSession.of(sessions.use(Cookies.of(request), Use.TOKEN), nameClaim, clock);
  }

  private void lookAtKeys() {
    if (keys.refreshIfDue()) {
      onKeysChanged.run();
    }
  }

  /**
   * Discards the provider's cached metadata and keys and the delay after a failed fetch; the next
   * use fetches them. Call this if the provider was reconfigured while this service runs. Leaves
   * sessions alone. Returns immediately.
   */
  public void forgetProvider() {
    onForgetProvider.run();
  }

  /**
   * Returns whether this service should receive requests. {@link Readiness.State#DOWN}: the service
   * is closed, or sessions are held in the store and it cannot be written. {@link
   * Readiness.State#DEGRADED}: sessions are in cookies and the store is unavailable, the keyset
   * file could not be reloaded, or other nodes have other keys. Calls the store at most once a
   * second and waits up to its timeout; meanwhile, other callers get the previous result. Never
   * throws.
   */
  public Readiness readiness() {
    lookAtKeys();
    return readiness.look();
  }

  /** The URL at which browsers reach this service. */
  public PublicUrl publicUrl() {
    return publicUrl;
  }

  /** The keys in use, without key material. */
  public List<KeyInfo> keys() {
    return keys.keys();
  }

  /** Returns whether the keyset file was missing and has been created. */
  public boolean createdKeys() {
    return keys.created();
  }

  /** Closes the service and what it opened, but not an executor or store that it was given. */
  @Override
  public void close() {
    readiness.close();
    onClose.run();
  }
}
