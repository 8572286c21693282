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
 * Access tokens by client credentials, under the names that their clients were given; made by
 * {@code Tms.machineTokens()}.
 *
 * <p>A token is fetched when it is first asked for and kept until shortly before it expires; then
 * the next use renews it in the background while it still serves. However many ask, there is one
 * request under way for everything that is sent alike: destination, client, credentials, scopes,
 * resources and parameters. After a failure the provider is left alone for 1 to 30 s, and a token
 * that still works is served meanwhile. No timer runs.
 *
 * <p>Thread-safe.
 */
public final class MachineTokens implements AutoCloseable {
  private final Map<String, ClientSlot> clients;
  private final Runnable onClose;

  /**
   * A name's slot, which other names may share.
   *
   * @param patience how long a caller waits for it at most
   */
  record ClientSlot(String name, TokenSlot slot, Duration patience) {
    /** The outcome, or that it did not come in time; the request for it runs on. */
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

  /** The names of the clients. */
  public Set<String> names() {
    return clients.keySet();
  }

  /**
   * A token that works now. Blocks while one is fetched, for at most two calls to the provider and
   * their timeouts.
   *
   * @throws TmsException {@code MACHINE_TOKEN_REFUSED} if the provider refuses the client or what
   *     it asks for, {@code PROVIDER_UNAVAILABLE} if a token cannot be had now or the thread is
   *     interrupted; with the time after which asking again makes sense. {@code
   *     PROVIDER_MISCONFIGURED} without one if the provider's metadata contradict the configuration
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
   * As {@link #accessToken}, with every failure as a value; an interrupted thread stays so.
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
   * An HTTP client that sends through this one, with the token of the named client attached as
   * {@code Authorization: Bearer} (RFC 6750 section 2.1) in place of any such header of the
   * request.
   *
   * <p>Where an API answers 401, the token is renewed and the request repeated, exactly once, if
   * its body can be sent again ({@link #replayable} says how that is known) and another token can
   * be had; otherwise the 401 is the answer. The body handler then sees one answer only; up to 64
   * KiB of a 401's body are kept for it. Of renewals that a 401 asks for, three go ahead at once
   * and then one in 30 s, so that an API which refuses every token does not turn each call into a
   * token request.
   *
   * <p>The token goes to every host that a request names: use the client for the API that the token
   * is for, and nothing else. A token that cannot be had is an {@link java.io.IOException} whose
   * cause is the {@link TmsException} of {@link #accessToken}. The response's request is the
   * caller's, without the token. Web sockets are not supported. Closing and shutting down is for
   * the client that was given.
   *
   * @throws IllegalArgumentException if there is no client of this name, or the HTTP client follows
   *     redirects, which would carry the token to other places. A request to plain http on a host
   *     that is not a loopback host is refused by the same exception when it is sent
   */
  public HttpClient authorizing(String name, HttpClient client) {
    return new AuthorizingClient(client(name), client);
  }

  /**
   * A request body of which the caller says that it can be sent more than once: it publishes the
   * same bytes to every subscriber, for example {@code
   * MachineTokens.replayable(BodyPublishers.ofInputStream(() -> open(report)))} with an {@code
   * open} that opens the report anew.
   *
   * <p>{@link BodyPublishers#noBody}, {@link BodyPublishers#ofString}, {@link
   * BodyPublishers#ofByteArray} and {@link BodyPublishers#ofFile} need no such word. All others
   * count as bodies for one use: {@link BodyPublishers#ofInputStream} may be given a supplier of
   * one and the same stream, {@link BodyPublishers#fromPublisher} a publisher that publishes once,
   * {@link BodyPublishers#ofByteArrays} an iterable that is used up, and {@link
   * BodyPublishers#concat} any of these.
   */
  public static BodyPublisher replayable(BodyPublisher body) {
    return new ReplayableBody(Objects.requireNonNull(body, "body"));
  }

  /**
   * Drops the token of this client (and of those that send the same), here and in the shared cache,
   * as well as the pause after a failure; the next use fetches a new one. Other nodes keep what
   * they hold. Only listeners hear of an unreachable shared cache.
   *
   * @throws IllegalArgumentException if there is no client of this name
   */
  public void forget(String name) {
    client(name).slot().forget();
  }

  /** Drops the tokens of all clients, as {@link #forget} does. */
  public void forgetAll() {
    clients.values().stream().map(ClientSlot::slot).distinct().forEach(TokenSlot::forget);
  }

  /**
   * Stops the threads that were started here. Tokens that still work are served on; no new ones are
   * fetched, unless an executor was given.
   */
  @Override
  public void close() {
    onClose.run();
  }

  /** The names only. */
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
