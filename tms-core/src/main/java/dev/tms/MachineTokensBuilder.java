package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.event.TmsListener;
import dev.tms.http.NetworkSettings;
import dev.tms.machine.MachineAssembly;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.outbound.Sender;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.store.ExpiringStore;
import dev.tms.trace.Trace;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link MachineTokens}: tokens that a program requests in its own name. At least one
 * {@link #client} is required; everything else has a default. Not thread-safe.
 */
public final class MachineTokensBuilder {
  private final Map<String, MachineClient> clients = new LinkedHashMap<>();
  private final List<TmsListener> listeners = new ArrayList<>();
  private final List<TmsListener> quickListeners = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private @Nullable ExpiringStore store;
  private @Nullable Keys keys;
  private @Nullable HttpClient httpClient;
  private NetworkSettings network = NetworkSettings.DEFAULT;
  private @Nullable Consumer<String> trace;
  private @Nullable Consumer<Problem> onWarning;
  private @Nullable Executor executor;
  private InstantSource clock = InstantSource.system();
  private SecureRandom random = new SecureRandom();

  MachineTokensBuilder() {}

  /** Adds a client under a unique name of 1 to 64 letters, digits and {@code . - _}. */
  public MachineTokensBuilder client(String name, MachineClient client) {
    if (!name.matches("[A-Za-z0-9._-]{1,64}")) {
      problems.add(
          new Problem("client", "a name has 1 to 64 letters, digits, '.', '-' and '_': " + name));
    } else if (clients.putIfAbsent(name, client) != null) {
      problems.add(new Problem("client", "the name " + name + " is used twice"));
    }
    return this;
  }

  /**
   * Shares tokens between nodes through a store, sealed under keys that all nodes must share: a
   * keyset file must exist, unless the store is an {@code InMemoryStore}. Default: each node keeps
   * its own tokens in memory. Closing the tokens does not close the store.
   */
  public MachineTokensBuilder sharedCache(ExpiringStore tokenStore, Keys source) {
    store = tokenStore;
    keys = source;
    return this;
  }

  /**
   * Adds a listener. It receives events one at a time, with a short delay, on a thread of the
   * {@link #executor}, so a slow listener delays no caller. If more than 10,000 events are waiting,
   * further ones are lost and the log says so.
   */
  public MachineTokensBuilder listener(TmsListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Adds a listener that runs on the thread of the event. For counters; it must not block. */
  public MachineTokensBuilder quickListener(TmsListener listener) {
    quickListeners.add(listener);
    return this;
  }

  /**
   * Sets additional trusted certificates and the proxy for calls to the provider; default {@link
   * NetworkSettings#DEFAULT}. Cannot be combined with {@link #httpClient}.
   */
  public MachineTokensBuilder network(NetworkSettings settings) {
    network = settings;
    return this;
  }

  /**
   * Sets the client for calls to the provider, for what {@link #network} does not cover, such as
   * mTLS. It must not follow redirects. It is not used for calls to APIs.
   */
  public MachineTokensBuilder httpClient(HttpClient client) {
    httpClient = client;
    return this;
  }

  /**
   * Traces all exchanges with the provider, masked; see {@link TmsBuilder#trace}.
   *
   * @param sink receives whole blocks of lines that end in a line feed, from several threads at
   *     once. Default: no trace
   */
  public MachineTokensBuilder trace(Consumer<String> sink) {
    trace = sink;
    return this;
  }

  /** Sets the receiver of weaknesses found at build time. Default: the log, at WARNING. */
  public MachineTokensBuilder onWarning(Consumer<Problem> sink) {
    onWarning = sink;
    return this;
  }

  /** The weaknesses of the current settings, as {@link #onWarning} will receive them. */
  public List<Problem> weaknesses() {
    Weaknesses all = new Weaknesses();
    clients.forEach(all::of);
    return (keys == null ? all : all.of(keys)).found();
  }

  /** Sets the executor of token requests; default: daemon threads, created on demand. */
  public MachineTokensBuilder executor(Executor own) {
    executor = own;
    return this;
  }

  /** Sets the clock; default: the system clock. */
  public MachineTokensBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** Sets the source of randomness; default: the platform's. */
  public MachineTokensBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /**
   * Builds the tokens; fetches none yet.
   *
   * @throws InvalidConfigurationException if there is no client, a name is malformed or used twice,
   *     a client is invalid, the HTTP client follows redirects, or the keys cannot be opened; lists
   *     every problem
   */
  public MachineTokens build() {
    Findings found = new Findings(problems);
    if (clients.isEmpty() && problems.isEmpty()) {
      found.add("client", "is missing: at least one is needed");
    }
    clients.forEach((name, client) -> found.check("client." + name, client));
    Workers threads = new Workers(executor, clock);
    Events events = new Events(quickListeners, listeners, threads, clock);
    Sender sender = found.sender(httpClient, network);
    KeyRing ring =
        found.keys(
            keys == null ? "keys" : "sharedCache",
            keys == null ? Keys.inMemory() : keys,
            Findings.isShared(store),
            source -> source.open(clock, events));
    if (sender == null || found.any()) {
      throw found.invalid();
    }
    weaknesses().forEach(Weaknesses.sink(onWarning, MachineTokens.class));
    Sender traced = trace == null ? sender : Trace.into(trace, clock, random).around(sender);
    MachineAssembly assembly = new MachineAssembly(traced, events, threads, clock, random);
    if (store != null && ring != null) {
      assembly.shared(ObservedStore.of(store, events, System::nanoTime), ring);
    }
    return assembly.assemble(clients, threads::close);
  }
}
