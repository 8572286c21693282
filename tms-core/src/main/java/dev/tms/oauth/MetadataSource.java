package dev.tms.oauth;

import dev.tms.http.Header;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.outbound.Sender.Call;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
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

  /**
   * They can be had and contradict the configuration, which only an operator can change; the reason
   * is a sentence for operators.
   */
  public record Misconfigured(String reason) implements Outcome {}

  /** They cannot be had now; the reason is a sentence for operators. */
  public record Unknown(Duration retryAfter, String reason) implements Outcome {}

  private static final Duration KEEP = Duration.ofHours(1);
  private static final int MAX_BYTES = 128 * 1024;

  /** What the user of the metadata cannot do without. */
  @FunctionalInterface
  public interface Needs {
    /** What is missing of these; empty where nothing is. */
    List<ProviderMetadata.Missing> missing(ProviderMetadata metadata);
  }

  private static final Logger log = System.getLogger(MetadataSource.class.getName());

  private final Provider provider;
  private final Needs needs;
  private final ProviderCalls calls;
  private final Duration timeout;
  private final RemoteValue<ProviderMetadata> discovered;
  private volatile List<String> toldUnusable = List.of();

  /** Metadata of this provider; a fetch takes no longer than the timeout. */
  public MetadataSource(
      Provider provider,
      Needs needs,
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

  /** The metadata, fetched where that is due and done within the patience. */
  public Outcome get(Duration patience) {
    @Nullable ProviderMetadata given = provider.given().orElse(null);
    if (given != null) {
      return new Known(given);
    }
    RemoteValue.Lookup<ProviderMetadata> lookup =
        discovered.get(patience.compareTo(timeout) < 0 ? patience : timeout);
    if (lookup.value() != null) {
      return new Known(lookup.value());
    }
    return lookup.contradicts()
        ? new Misconfigured(lookup.reason())
        : new Unknown(lookup.retryAfter(), lookup.reason());
  }

  /** Forgets what was discovered: the next use fetches it. */
  public void forget() {
    discovered.forget();
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
    if (reply instanceof ProviderTrouble failed) {
      return RemoteValue.Fetched.failed(failed.retryAfter(), failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    if (!json.isOk()) {
      return RemoteValue.Fetched.failed(
          json.retryAfter(), ProviderCalls.place(call.uri()) + " answered " + json.status());
    }
    return read(call.uri(), json);
  }

  private RemoteValue.Fetched<ProviderMetadata> read(URI uri, Reply.Json json) {
    String problem = ProviderMetadata.issuerProblem(provider.issuer(), json.members());
    if (problem != null) {
      return RemoteValue.Fetched.contradictory(uri + ": " + problem);
    }
    ProviderMetadata metadata =
        provider.complete(ProviderMetadata.parse(provider.issuer(), json.members()));
    List<ProviderMetadata.Missing> missing = needs.missing(metadata);
    if (!missing.isEmpty()) {
      return RemoteValue.Fetched.contradictory(
          uri
              + ": "
              + missing.stream()
                  .map(ProviderMetadata.Missing::inWords)
                  .collect(Collectors.joining("; ")));
    }
    tell(uri, metadata.unusable());
    return RemoteValue.Fetched.of(metadata);
  }

  /** What is unusable and not needed is said once, not with every fetch. */
  private void tell(URI uri, List<String> unusable) {
    for (String one : unusable) {
      if (!toldUnusable.contains(one)) {
        log.log(Level.INFO, "{0}: {1}, and is not used", uri.toString(), one);
      }
    }
    toldUnusable = unusable;
  }
}
