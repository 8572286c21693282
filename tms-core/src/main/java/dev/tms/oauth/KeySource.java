package dev.tms.oauth;

import com.nimbusds.jose.jwk.JWK;
import dev.tms.http.Header;
import dev.tms.outbound.Call;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider's public signing keys (RFC 7517), kept for an hour. Thread-safe. */
final class KeySource {
  /** A fetched set; its identity tells one fetch from the next. */
  static final class KeySet {
    private final List<JWK> keys;

    private KeySet(List<JWK> keys) {
      this.keys = List.copyOf(keys);
    }

    List<JWK> keys() {
      return keys;
    }
  }

  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_KEYS = 100;

  private final MetadataSource metadata;
  private final ProviderCalls calls;
  private final Duration timeout;
  private final RemoteValue<KeySet> fetched;
  private final RefetchBudget budget;

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
    this.budget = new RefetchBudget(clock);
  }

  /** The keys; no value where they cannot be had now. */
  RemoteValue.Lookup<KeySet> keys(Duration patience) {
    return fetched.get(bounded(patience));
  }

  /** Keys fetched after these, which lack one; no value where they cannot be had now. */
  RemoteValue.Lookup<KeySet> newerThan(KeySet insufficient, Duration patience) {
    if (!budget.tryTake()) {
      return new RemoteValue.Lookup<>(
          null, Duration.ofSeconds(20), "unknown keys were asked for too often");
    }
    return fetched.otherThan(insufficient, bounded(patience));
  }

  private Duration bounded(Duration patience) {
    return patience.compareTo(timeout) < 0 ? patience : timeout;
  }

  private RemoteValue.Fetched<KeySet> fetch(Duration patience) {
    MetadataSource.Outcome outcome = metadata.get(patience);
    if (outcome instanceof MetadataSource.Unknown unknown) {
      return RemoteValue.Fetched.failed(unknown.retryAfter(), unknown.reason());
    }
    URI uri = ((MetadataSource.Known) outcome).metadata().jwksUri();
    if (uri == null) {
      return RemoteValue.Fetched.failed(null, "no key set of the provider is known");
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
    List<JWK> keys = parse(json.members().get("keys"));
    if (!json.isOk() || keys == null) {
      return RemoteValue.Fetched.failed(
          json.retryAfter(),
          ProviderCalls.place(uri) + " answered " + json.status() + " without a key set");
    }
    return RemoteValue.Fetched.of(new KeySet(keys));
  }

  /** The keys that can be understood: RFC 7517 section 5 has the others ignored. */
  private static @Nullable List<JWK> parse(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return null;
    }
    List<JWK> keys = new ArrayList<>();
    for (Object entry : list) {
      if (entry instanceof Map<?, ?> map && keys.size() < MAX_KEYS) {
        @SuppressWarnings("unchecked") // a JSON object
        Map<String, Object> members = (Map<String, Object>) map;
        try {
          keys.add(JWK.parse(members).toPublicJWK());
        } catch (ParseException | RuntimeException e) {
          // left out
        }
      }
    }
    keys.removeIf(java.util.Objects::isNull);
    return keys;
  }
}
