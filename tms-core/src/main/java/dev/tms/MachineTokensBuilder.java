package dev.tms;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.event.TmsListener;
import dev.tms.machine.MachineAssembly;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.outbound.NetworkSettings;
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
 * Collects the settings of {@link MachineTokens}: tokens that a program fetches in its own name. At
 * least one {@link #client} is required; everything else has a default. Not thread-safe.
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

  /**
   * Adds a client under a name of your own, by which tokens are asked for: 1 to 64 letters, digits,
   * {@code .}, {@code -} and {@code _}, each used once.
   */
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
   * Shares tokens with other nodes through a store, where they are sealed; the nodes need the same
   * keys. Default: each node has its own tokens, in its memory. The store is not closed with the
   * tokens.
   */
  public MachineTokensBuilder sharedCache(ExpiringStore tokenStore, Keys source) {
    store = tokenStore;
    keys = source;
    return this;
  }

  /**
   * Adds a listener for what happens. It is told a little later, of one event after the other, on a
   * thread of the {@link #executor}: however slow it is, no caller waits for it. Where more than
   * 10,000 events wait, further ones are lost, and the log says so.
   */
  public MachineTokensBuilder listener(TmsListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Adds a listener that is told at once, on the thread where it happens: for one that counts, and
   * never waits for anything.
   */
  public MachineTokensBuilder quickListener(TmsListener listener) {
    quickListeners.add(listener);
    return this;
  }

  /**
   * Which certificates are trusted besides the JDK's, and which proxy is used, for calls to the
   * provider; default {@link NetworkSettings#DEFAULT}. Not beside {@link #httpClient}.
   */
  public MachineTokensBuilder network(NetworkSettings settings) {
    network = settings;
    return this;
  }

  /**
   * The client for calls to the provider: for what {@link #network} cannot say, such as mTLS. One
   * that follows redirects is refused. Not the one for calls to APIs.
   */
  public MachineTokensBuilder httpClient(HttpClient client) {
    httpClient = client;
    return this;
  }

  /**
   * Writes down every exchange with the provider, masked; as {@link TmsBuilder#trace}.
   *
   * @param sink receives whole blocks, whose lines end in a line feed, of several threads at once.
   *     Default: none, at no cost
   */
  public MachineTokensBuilder trace(Consumer<String> sink) {
    trace = sink;
    return this;
  }

  /**
   * Receives what weakens the tokens, once for each, when they are built: plain http. Default: the
   * log, at WARNING.
   */
  public MachineTokensBuilder onWarning(Consumer<Problem> sink) {
    onWarning = sink;
    return this;
  }

  /** What weakens the tokens as they are set up now, as {@link #onWarning} will receive it. */
  public List<Problem> weaknesses() {
    Weaknesses all = new Weaknesses();
    clients.forEach(all::of);
    return (keys == null ? all : all.of(keys)).found();
  }

  /**
   * Runs token requests apart from the threads that wait for them; default: daemon threads of its
   * own, made as they are needed.
   */
  public MachineTokensBuilder executor(Executor own) {
    executor = own;
    return this;
  }

  /** The time; default: the system's. */
  public MachineTokensBuilder clock(InstantSource source) {
    clock = source;
    return this;
  }

  /** The randomness; default: the platform's. */
  public MachineTokensBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /**
   * The tokens; nothing is fetched yet.
   *
   * @throws InvalidConfigurationException if there is no client, a name is malformed or used twice,
   *     a client cannot be used, the HTTP client follows redirects, or the keys cannot be opened;
   *     lists every problem
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
        keys == null
            ? null
            : found.required("sharedCache", keys, source -> source.open(clock, events));
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
