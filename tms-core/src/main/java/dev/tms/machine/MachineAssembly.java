package dev.tms.machine;

import dev.tms.event.TmsListener;
import dev.tms.machine.MachineTokens.ClientSlot;
import dev.tms.machine.TokenSlot.RenewalTiming;
import dev.tms.machine.TokenSlot.TokenSource;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.oauth.TokenEndpoint.RequestFields;
import dev.tms.outbound.Sender;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.store.ExpiringStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Assembles {@link MachineTokens}. Not thread-safe. */
public final class MachineAssembly {
  private static final Duration LONGEST_DISCOVERY = Duration.ofMinutes(2);
  private static final Duration FOR_THE_STORE = Duration.ofSeconds(5);

  private final TmsListener events;
  private final Executor executor;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ProviderCalls calls;
  private final RenewalTiming timing;
  private final KeyedHash localNames;
  private final Map<String, MetadataSource> issuers = new HashMap<>();
  private final Map<SlotKey, TokenSlot> slots = new HashMap<>();
  private @Nullable SharedStore shared;

  private record SharedStore(ExpiringStore store, KeyRing keys) {}

  /** Clients share a slot if they send the same request and evaluate the response alike. */
  private record SlotKey(
      String sent, Duration timeout, Duration defaultTokenLifetime, boolean assumeBearer) {}

  public MachineAssembly(
      Sender sender,
      TmsListener events,
      Executor executor,
      InstantSource clock,
      SecureRandom random) {
    this.events = events;
    this.executor = executor;
    this.clock = clock;
    this.random = random;
    this.calls = new ProviderCalls(sender, events, clock);
    this.timing = new RenewalTiming(random);
    this.localNames = new KeyedHash(Keys.inMemory().open(clock, TmsListener.NONE));
  }

  /** Shares tokens through this store, sealed with these keys. */
  public MachineAssembly shared(ExpiringStore store, KeyRing keys) {
    shared = new SharedStore(store, keys);
    return this;
  }

  /** Assembles the tokens of the named clients; {@code onClose} runs when they are closed. */
  public MachineTokens assemble(Map<String, MachineClient> clients, Runnable onClose) {
    Map<String, ClientSlot> byName = new LinkedHashMap<>();
    clients.forEach(
        (name, client) -> {
          Duration patience = client.timeout().multipliedBy(2).plus(FOR_THE_STORE);
          byName.put(name, new ClientSlot(name, slot(name, client), patience));
        });
    return new MachineTokens(byName, onClose);
  }

  private TokenSlot slot(String name, MachineClient client) {
    String[] fields =
        RequestFields.of(
            client.destination(), client.clientId(), client.authentication(), client.grant());
    SlotKey key =
        new SlotKey(
            localNames.names(Purpose.MACHINE.wire(), fields).get(0),
            client.timeout(),
            client.defaultTokenLifetime(),
            client.assumeBearer());
    return slots.computeIfAbsent(
        key,
        absent -> new TokenSlot(name, source(client, fields), timing, executor, clock, events));
  }

  private TokenSource source(MachineClient client, String[] fields) {
    TokenEndpoint endpoint =
        new TokenEndpoint(
            client.clientId(),
            client.authentication(),
            client.timeout(),
            client.defaultTokenLifetime(),
            client.assumeBearer(),
            ProviderQuirks.NONE,
            calls,
            clock);
    return new ProviderTokens(client, metadata(client), endpoint, cache(client, fields));
  }

  private @Nullable MetadataSource metadata(MachineClient client) {
    return client.source() instanceof MachineClient.Discovery discovery
        ? issuers.computeIfAbsent(
            discovery.issuer(),
            issuer ->
                new MetadataSource(
                    Provider.discover(issuer),
                    ProviderMetadata::missingForTokens,
                    calls,
                    LONGEST_DISCOVERY,
                    clock,
                    random))
        : null;
  }

  private @Nullable SharedCache cache(MachineClient client, String[] fields) {
    if (shared == null) {
      return null;
    }
    // constants, as there is no cookie and no public origin
    SealScope scope =
        new SealScope("machine", client.destination(), client.clientId(), "no origin");
    SealedStore store =
        new SealedStore(
            shared.store(),
            new Sealer(shared.keys(), scope),
            new KeyedHash(shared.keys()),
            Purpose.MACHINE);
    return new SharedCache(store, shared.keys(), fields, timing, clock, events);
  }
}
