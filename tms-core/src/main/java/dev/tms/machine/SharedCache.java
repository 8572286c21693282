package dev.tms.machine;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.machine.TokenSlot.RenewalTiming;
import dev.tms.seal.KeyRing;
import dev.tms.seal.SealedStore;
import dev.tms.store.StoreUnavailableException;
import dev.tms.text.Json;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A slot's sealed token in a shared store; if that fails, the provider is asked. Thread-safe. */
final class SharedCache {
  private static final int MAX_BYTES = 60 * 1024;

  private final SealedStore store;
  private final KeyRing keys;
  private final String[] fields;
  private final RenewalTiming timing;
  private final InstantSource clock;
  private final TmsListener events;

  SharedCache(
      SealedStore store,
      KeyRing keys,
      String[] fields,
      RenewalTiming timing,
      InstantSource clock,
      TmsListener events) {
    this.store = store;
    this.keys = keys;
    this.fields = fields.clone();
    this.timing = timing;
    this.clock = clock;
    this.events = events;
  }

  Optional<AccessToken> find() {
    keys.refreshIfDue();
    Instant now = clock.instant();
    try {
      for (SealedStore.Name name : store.names(fields)) {
        if (store.get(name) instanceof SealedStore.Found found) {
          return read(found.value()).filter(token -> !timing.isDueAnyhow(token, now));
        }
      }
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("machine"));
    }
    return Optional.empty();
  }

  /** Stores a token, and removes it again if it was forgotten meanwhile. */
  void put(AccessToken token, BooleanSupplier stillWanted) {
    byte[] value = write(token);
    Duration remaining = token.remaining(clock.instant());
    if (value.length > MAX_BYTES || remaining.isZero() || !stillWanted.getAsBoolean()) {
      return;
    }
    try {
      SealedStore.Name name = store.names(fields).get(0);
      long version = store.put(name, value, remaining);
      if (!stillWanted.getAsBoolean()) {
        store.remove(name, version);
      }
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("machine"));
    }
  }

  void forget() {
    try {
      store.names(fields).forEach(store::take);
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("machine"));
    }
  }

  private static byte[] write(AccessToken token) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("token", token.reveal());
    members.put("issued", token.issuedAt().toEpochMilli());
    members.put("expires", token.expiresAt().toEpochMilli());
    members.put("scope", token.scopes().toString());
    return Json.write(members);
  }

  private static Optional<AccessToken> read(byte[] value) {
    Map<String, Object> members = Json.read(value).orElse(Map.of());
    if (members.get("token") instanceof String token
        && !token.isEmpty()
        && members.get("issued") instanceof Number issued
        && members.get("expires") instanceof Number expires
        && members.get("scope") instanceof String scope) {
      try {
        return Optional.of(
            new AccessToken(
                Secret.of(token),
                Instant.ofEpochMilli(issued.longValue()),
                Instant.ofEpochMilli(expires.longValue()),
                Scopes.parse(scope)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
