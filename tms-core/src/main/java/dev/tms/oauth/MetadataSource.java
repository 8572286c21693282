package dev.tms.oauth;

import dev.tms.http.Header;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.oauth.ProviderMetadata.Missing;
import dev.tms.outbound.Sender.Call;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A provider's metadata: configured, or discovered on first use and cached for an hour (OpenID
 * Connect Discovery section 4). Thread-safe.
 */
public final class MetadataSource {
  /**
   * The metadata, or why it is not available. Trouble of the kind {@code MISCONFIGURED} means that
   * it contradicts the configuration.
   */
  public sealed interface Outcome permits ProviderMetadata, ProviderTrouble {}

  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_BYTES = 128 * 1024;

  private static final Logger log = System.getLogger(MetadataSource.class.getName());

  private final Provider provider;
  private final Function<ProviderMetadata, List<Missing>> needs;
  private final ProviderCalls calls;
  private final Duration timeout;
  private final RemoteValue<ProviderMetadata> discovered;
  private volatile List<String> loggedUnusable = List.of();

  /**
   * @param needs which endpoints a client of this provider lacks
   * @param timeout for one fetch
   */
  public MetadataSource(
      Provider provider,
      Function<ProviderMetadata, List<Missing>> needs,
      ProviderCalls calls,
      Duration timeout,
      InstantSource clock,
      SecureRandom random) {
    this.provider = provider;
    this.needs = needs;
    this.calls = calls;
    this.timeout = timeout;
    this.discovered =
        new RemoteValue<>(
            "discovery document of " + provider.issuer(), this::fetch, KEEP, clock, random);
  }

  public String issuer() {
    return provider.issuer();
  }

  public Outcome get() {
    return get(timeout);
  }

  /** Returns the metadata; a fetch takes no longer than {@code patience} or the timeout. */
  public Outcome get(Duration patience) {
    ProviderMetadata given = provider.given().orElse(null);
    if (given != null) {
      return given;
    }
    RemoteValue.Lookup<ProviderMetadata> lookup =
        discovered.get(patience.compareTo(timeout) < 0 ? patience : timeout);
    return lookup.value() != null ? lookup.value() : lookup.requireTrouble();
  }

  /** Drops the discovered document, so that the next use fetches it. */
  public void forget() {
    discovered.forget();
  }

  private RemoteValue.Lookup<ProviderMetadata> fetch(Duration patience) {
    Call call =
        new Call(
            "GET",
            provider.discoveryUri(),
            List.of(new Header("Accept", "application/json")),
            new byte[0],
            patience,
            MAX_BYTES);
    Reply reply = calls.send("discovery", call);
    if (reply instanceof ProviderTrouble failed) {
      return RemoteValue.Lookup.failed(failed.retryAfter(), failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    if (!json.isOk()) {
      return RemoteValue.Lookup.failed(
          json.retryAfter(), ProviderCalls.place(call.uri()) + " answered " + json.status());
    }
    return read(call.uri(), json);
  }

  private RemoteValue.Lookup<ProviderMetadata> read(URI uri, Reply.Json json) {
    String problem = ProviderMetadata.issuerProblem(provider.issuer(), json.members());
    if (problem != null) {
      return RemoteValue.Lookup.misconfigured(uri + ": " + problem);
    }
    ProviderMetadata metadata =
        provider.complete(ProviderMetadata.parse(provider.issuer(), json.members()));
    List<Missing> missing = needs.apply(metadata);
    if (!missing.isEmpty()) {
      return RemoteValue.Lookup.misconfigured(
          uri + ": " + missing.stream().map(Missing::inWords).collect(Collectors.joining("; ")));
    }
    logOnce(uri, metadata.unusable());
    return RemoteValue.Lookup.of(metadata);
  }

  /** Logs each unusable endpoint once, not on every fetch. */
  private void logOnce(URI uri, List<String> unusable) {
    for (String one : unusable) {
      if (!loggedUnusable.contains(one)) {
        log.log(Level.INFO, "{0}: {1}, and is not used", uri.toString(), one);
      }
    }
    loggedUnusable = unusable;
  }
}
