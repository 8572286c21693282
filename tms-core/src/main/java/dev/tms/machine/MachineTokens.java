package dev.tms.machine;

import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.token.AccessToken;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Access tokens of named client credentials clients; obtained from {@code Tms.machineTokens()}.
 *
 * <p>A token is fetched on first use and kept until shortly before it expires; a use close to
 * expiry renews it in the background while the current one is still served. At most one request is
 * in progress for all clients with the same destination, client, credentials, scopes, resources and
 * parameters. After a failure the provider is not asked for 1 to 30 s, while a valid token is still
 * served. There are no timers.
 *
 * <p>Thread-safe.
 */
public final class MachineTokens implements AutoCloseable {
  private final Map<String, ClientSlot> clients;
  private final Runnable onClose;

  /** A client's slot, which other names may share, and how long a caller waits for it. */
  record ClientSlot(String name, TokenSlot slot, Duration patience) {
    /** Returns the outcome, or unavailable on timeout, which does not stop the request. */
    static CompletableFuture<MachineTokenOutcome> within(
        CompletableFuture<MachineTokenOutcome> outcome, Duration time) {
      Unavailable tooSlow = new Unavailable(Duration.ofSeconds(1), "it is still being fetched");
      return outcome.copy().completeOnTimeout(tooSlow, time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  MachineTokens(Map<String, ClientSlot> clients, Runnable onClose) {
    this.clients = Map.copyOf(clients);
    this.onClose = onClose;
  }

  /** Returns the names of the clients. */
  public Set<String> names() {
    return clients.keySet();
  }

  /**
   * Returns a valid token. Blocks while one is fetched, for at most the timeouts of two calls to
   * the provider.
   *
   * @throws TmsException {@code MACHINE_TOKEN_REFUSED} if the provider refuses the client or its
   *     request, {@code PROVIDER_UNAVAILABLE} if no token is available at present or the thread is
   *     interrupted, both with a time to retry after; or {@code PROVIDER_MISCONFIGURED} without one
   *     if the provider's metadata contradict the configuration
   * @throws IllegalArgumentException if there is no client of this name
   */
  public AccessToken accessToken(String name) {
    MachineTokenOutcome outcome = request(name);
    if (outcome instanceof Granted granted) {
      return granted.token();
    }
    throw problem(name, outcome);
  }

  /**
   * Like {@link #accessToken}, but returns failures as values; keeps the thread's interrupt status.
   *
   * @throws IllegalArgumentException if there is no client of this name
   */
  public MachineTokenOutcome request(String name) {
    ClientSlot client = client(name);
    try {
      return ClientSlot.within(client.slot().ask(), client.patience()).get();
    } catch (ExecutionException e) {
      throw new AssertionError("a slot never completes exceptionally", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unavailable(Duration.ZERO, "interrupted while waiting for a token");
    }
  }

  /**
   * Returns an HTTP client that sends through the given one and sets {@code Authorization: Bearer}
   * (RFC 6750 section 2.1) to the named client's token, replacing any such header of the request.
   *
   * <p>If an API answers 401, the token is renewed and the request repeated exactly once, provided
   * that its body is {@link #replayable} and another token is available; otherwise the caller gets
   * the 401. The body handler sees only one response; up to 64 KiB of a 401's body are buffered for
   * it. Renewals after a 401 are limited to three at once and then one per 30 s, so that an API
   * that rejects every token does not cause a token request per call.
   *
   * <p>The token is sent to every host that is called, so use the client only for the API that the
   * token is for. If no token is available, sending fails with an {@link java.io.IOException}
   * caused by the {@link TmsException} of {@link #accessToken}. {@link
   * java.net.http.HttpResponse#request} returns the caller's request, without the token. WebSockets
   * are not supported. The caller closes the given client.
   *
   * @throws IllegalArgumentException if there is no client of this name, or the HTTP client follows
   *     redirects, which would send the token elsewhere. Sending a plain http request to a host
   *     other than a loopback host throws it as well
   */
  public HttpClient authorizing(String name, HttpClient client) {
    return new AuthorizingClient(client(name), client);
  }

  /**
   * Declares that a request body can be sent more than once: that it publishes the same bytes to
   * every subscriber. For example {@code MachineTokens.replayable(BodyPublishers.ofInputStream(()
   * -> open(report)))}, if {@code open} reopens the report.
   *
   * <p>{@link BodyPublishers#noBody}, {@link BodyPublishers#ofString}, {@link
   * BodyPublishers#ofByteArray} and {@link BodyPublishers#ofFile} are replayable as they are. All
   * others count as single-use: {@link BodyPublishers#ofInputStream} may return the same stream
   * each time, {@link BodyPublishers#fromPublisher} may wrap a publisher that publishes once,
   * {@link BodyPublishers#ofByteArrays} may exhaust its iterable, and {@link BodyPublishers#concat}
   * may combine any of these.
   */
  public static BodyPublisher replayable(BodyPublisher body) {
    return new ReplayableBody(Objects.requireNonNull(body, "body"));
  }

  /**
   * Drops the token of this client and of those that send the same request, here and in the shared
   * cache, and ends the pause after a failure; the next use fetches a new token. Other nodes keep
   * theirs. If the shared cache is unreachable, only listeners are notified.
   *
   * @throws IllegalArgumentException if there is no client of this name
   */
  public void forget(String name) {
    client(name).slot().forget();
  }

  /** Drops the tokens of all clients, like {@link #forget}. */
  public void forgetAll() {
    clients.values().stream().map(ClientSlot::slot).distinct().forEach(TokenSlot::forget);
  }

  /**
   * Stops the threads started here. Valid tokens are still served, but new ones are fetched only if
   * an executor was given.
   */
  @Override
  public void close() {
    onClose.run();
  }

  /** Shows the names only. */
  @Override
  public String toString() {
    return "MachineTokens" + clients.keySet();
  }

  private ClientSlot client(String name) {
    ClientSlot client = clients.get(name);
    if (client == null) {
      throw new IllegalArgumentException(
          "there is no machine client " + name + ", only " + clients.keySet());
    }
    return client;
  }

  static TmsException problem(String name, MachineTokenOutcome outcome) {
    if (outcome instanceof Refused refused) {
      return new TmsException(
          ErrorCode.MACHINE_TOKEN_REFUSED,
          "no token for machine client " + name + ": the provider refuses, " + refused.error(),
          refused.retryAfter());
    }
    Unavailable unavailable = (Unavailable) outcome;
    boolean isTemporary = unavailable.code() == ErrorCode.PROVIDER_UNAVAILABLE;
    return new TmsException(
        unavailable.code(),
        "no token for machine client " + name + ": " + unavailable.reason(),
        isTemporary ? unavailable.retryAfter() : null);
  }
}
