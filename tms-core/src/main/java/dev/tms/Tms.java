package dev.tms;

import dev.tms.endpoint.Router;
import dev.tms.http.Cookies;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Sessions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A token management service: the confidential OpenID Connect client on behalf of a native or
 * browser app. Thread-safe; calls block until they are answered.
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

  /** Collects the settings of a service. */
  public static TmsBuilder builder() {
    return new TmsBuilder();
  }

  /**
   * Collects the settings of tokens by client credentials, for a program without users: nothing
   * else of this class is needed for them.
   */
  public static MachineTokensBuilder machineTokens() {
    return new MachineTokensBuilder();
  }

  /** Answers a request to an endpoint of this service; 404 for every other path. Never throws. */
  public Response handle(Request request) {
    lookAtKeys();
    return router.handle(request);
  }

  /**
   * Answers a request to an endpoint of this service; empty where the path is none's, so that the
   * request is the application's. Never throws.
   */
  public Optional<Response> tryHandle(Request request) {
    lookAtKeys();
    return router.tryHandle(request);
  }

  /** Whether the path, with the context path, belongs to an endpoint of this service. */
  public boolean serves(String path) {
    return router.serves(path);
  }

  /**
   * The answer to a request for a page of the application's own that must not reach it, because a
   * page of another site made it and it changes something or opens a WebSocket: any method but GET,
   * HEAD and OPTIONS, and any request with {@code Upgrade}. Browsers say where a request comes
   * from; one from the public URL or a front end, or from a program that is not a browser, passes.
   * Empty where the request may pass. Endpoints of this service see to it themselves.
   */
  public Optional<Response> crossSiteRefusal(Request request) {
    return router.crossSiteRefusal(request);
  }

  /**
   * Who makes this request. Refreshes the access token where that is due, and counts as use. Never
   * throws for what the request holds or the provider does.
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
   * Forgets the provider's metadata and keys, and the pause after a failed fetch: the next use
   * fetches them. For a provider that was changed, or set up anew, while this service runs. No
   * session is touched. Returns immediately.
   */
  public void forgetProvider() {
    onForgetProvider.run();
  }

  /**
   * Whether this service should get requests: {@link Readiness.State#DOWN} where the store cannot
   * be written to and the sessions are kept there, or the service is closed; {@link
   * Readiness.State#DEGRADED} where the sessions are in cookies and only the store is lost, where
   * the keyset file could not be read again, and where other nodes have other keys. Asks the store
   * at most once a second, which takes up to its timeout; callers meanwhile get the answer before.
   * Never throws.
   */
  public Readiness readiness() {
    lookAtKeys();
    return readiness.look();
  }

  /** Where browsers reach this service. */
  public PublicUrl publicUrl() {
    return publicUrl;
  }

  /** The keys in use, without their material. */
  public List<KeyInfo> keys() {
    return keys.keys();
  }

  /** Whether the keyset file was missing and has been created. */
  public boolean createdKeys() {
    return keys.created();
  }

  /**
   * Stops and closes what the service started and opened itself; an executor or store that was
   * given to it goes on.
   */
  @Override
  public void close() {
    readiness.close();
    onClose.run();
  }
}
