package dev.tms.oauth;

import dev.tms.http.Header;
import dev.tms.outbound.Budget;
import dev.tms.outbound.Call;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider's public signing keys (RFC 7517), kept for an hour. Thread-safe. */
final class KeySource {
  private static final Logger log = System.getLogger(KeySource.class.getName());
  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_BYTES = 256 * 1024;

  private final MetadataSource metadata;
  private final ProviderCalls calls;
  private final Duration timeout;
  private final RemoteValue<PublishedKeys> fetched;
  private volatile Set<String> toldLeftOut = Set.of();

  KeySource(
      MetadataSource metadata,
      ProviderCalls calls,
      Duration timeout,
      InstantSource clock,
      SecureRandom random) {
    this.metadata = metadata;
    this.calls = calls;
    this.timeout = timeout;
    this.fetched =
        new RemoteValue<>("key set of " + metadata.issuer(), this::fetch, KEEP, clock, random);
  }

  /** The keys; no value where they cannot be had now. */
  RemoteValue.Lookup<PublishedKeys> keys(Duration patience) {
    return fetched.get(bounded(patience));
  }

  /**
   * Keys fetched after these, which lack one; no value where they cannot be had now.
   *
   * @param budget pays for the fetch
   */
  RemoteValue.Lookup<PublishedKeys> newerThan(
      PublishedKeys insufficient, Budget budget, Duration patience) {
    if (!budget.tryTake()) {
      return RemoteValue.Lookup.none(
          budget.earnedIn(), "keys that are not published were asked for too often");
    }
    return fetched.otherThan(insufficient, bounded(patience));
  }

  /** Forgets the keys: the next use fetches them. */
  void forget() {
    fetched.forget();
  }

  private Duration bounded(Duration patience) {
    return patience.compareTo(timeout) < 0 ? patience : timeout;
  }

  private RemoteValue.Fetched<PublishedKeys> fetch(Duration patience) {
    MetadataSource.Outcome outcome = metadata.get(patience);
    if (outcome instanceof MetadataSource.Misconfigured misconfigured) {
      return RemoteValue.Fetched.contradictory(misconfigured.reason());
    }
    if (outcome instanceof MetadataSource.Unknown unknown) {
      return RemoteValue.Fetched.failed(unknown.retryAfter(), unknown.reason());
    }
    URI uri = ((MetadataSource.Known) outcome).metadata().jwksUri();
    if (uri == null) {
      return RemoteValue.Fetched.contradictory("no jwks_uri of the provider is known");
    }
    Call call =
        new Call(
            "GET",
            uri,
            List.of(new Header("Accept", "application/jwk-set+json, application/json")),
            new byte[0],
            patience,
            MAX_BYTES);
    Reply reply = calls.send("keys", call);
    if (reply instanceof Reply.Failed failed) {
      return RemoteValue.Fetched.failed(failed.retryAfter(), failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    Optional<PublishedKeys> keys = PublishedKeys.read(json.members().get("keys"));
    if (!json.isOk() || keys.isEmpty()) {
      return RemoteValue.Fetched.failed(
          json.retryAfter(),
          ProviderCalls.place(uri) + " answered " + json.status() + " without a key set");
    }
    tell(keys.get());
    return RemoteValue.Fetched.of(keys.get());
  }

  /** What is left out is said once, not with every fetch. */
  private void tell(PublishedKeys keys) {
    for (String one : keys.leftOut()) {
      if (!toldLeftOut.contains(one)) {
        log.log(Level.INFO, "key set of {0}: left out: {1}", metadata.issuer(), one);
      }
    }
    toldLeftOut = Set.copyOf(keys.leftOut());
  }
}
