package dev.tms.oauth;

import dev.tms.http.Header;
import dev.tms.outbound.Call;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A provider's metadata: given by hand, or discovered at first use and kept for an hour (OpenID
 * Connect Discovery section 4). Thread-safe.
 */
public final class MetadataSource {
  /** The metadata, or why there are none now. */
  public sealed interface Outcome {}

  /** They are known. */
  public record Known(ProviderMetadata metadata) implements Outcome {}

  /** They cannot be had now; the reason is a sentence for operators. */
  public record Unknown(Duration retryAfter, String reason) implements Outcome {}

  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_BYTES = 128 * 1024;

  private final Provider provider;
  private final ProviderCalls calls;
  private final Duration timeout;
  private final RemoteValue<ProviderMetadata> discovered;

  /** Metadata of this provider; a fetch takes no longer than the timeout. */
  public MetadataSource(
      Provider provider,
      ProviderCalls calls,
      Duration timeout,
      InstantSource clock,
      SecureRandom random) {
    this.provider = provider;
    this.calls = calls;
    this.timeout = timeout;
    this.discovered =
        new RemoteValue<>(
            "discovery document of " + provider.issuer(), this::fetch, KEEP, clock, random);
  }

  /** The issuer, which is known without asking anybody. */
  public String issuer() {
    return provider.issuer();
  }

  /** The metadata, fetched where that is due. */
  public Outcome get() {
    return get(timeout);
  }

  /** The metadata, fetched where that is due and done within the patience. */
  public Outcome get(Duration patience) {
    @Nullable ProviderMetadata given = provider.given().orElse(null);
    if (given != null) {
      return new Known(given);
    }
    RemoteValue.Lookup<ProviderMetadata> lookup =
        discovered.get(patience.compareTo(timeout) < 0 ? patience : timeout);
    return lookup.value() != null
        ? new Known(lookup.value())
        : new Unknown(lookup.retryAfter(), lookup.reason());
  }

  private RemoteValue.Fetched<ProviderMetadata> fetch(Duration patience) {
    Call call =
        new Call(
            "GET",
            provider.discoveryUri(),
            List.of(new Header("Accept", "application/json")),
            new byte[0],
            patience,
            MAX_BYTES);
    Reply reply = calls.send("discovery", call);
    if (reply instanceof Reply.Failed failed) {
      return RemoteValue.Fetched.failed(failed.retryAfter(), failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    if (!json.isOk()) {
      return RemoteValue.Fetched.failed(
          json.retryAfter(), ProviderCalls.place(call.uri()) + " answered " + json.status());
    }
    try {
      return RemoteValue.Fetched.of(
          provider.complete(ProviderMetadata.parse(provider.issuer(), json.members())));
    } catch (IllegalArgumentException e) {
      return RemoteValue.Fetched.failed(null, call.uri() + ": " + e.getMessage());
    }
  }
}
