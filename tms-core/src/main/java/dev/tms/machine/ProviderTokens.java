package dev.tms.machine;

import dev.tms.machine.TokenSlot.TokenSource;
import dev.tms.machine.TokenSlot.TokenSource.Fetched;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Fetches tokens from the shared cache, if any, or else from the provider. Thread-safe. */
final class ProviderTokens implements TokenSource {
  private final MachineClient client;
  private final @Nullable MetadataSource metadata;
  private final TokenEndpoint endpoint;
  private final @Nullable SharedCache shared;
  private final Grant.ClientCredentials grant;

  ProviderTokens(
      MachineClient client,
      @Nullable MetadataSource metadata,
      TokenEndpoint endpoint,
      @Nullable SharedCache shared) {
    this.client = client;
    this.metadata = metadata;
    this.endpoint = endpoint;
    this.shared = shared;
    this.grant = client.grant();
  }

  @Override
  public Fetched fetch(@Nullable Secret insufficient) {
    if (shared != null) {
      Optional<AccessToken> found =
          shared.find().filter(token -> !token.value().equals(insufficient));
      if (found.isPresent()) {
        return new Fetched.Token(found.get(), true);
      }
    }
    if (metadata == null) {
      return redeem(URI.create(((MachineClient.TokenEndpoint) client.source()).url()));
    }
    MetadataSource.Outcome outcome = metadata.get(client.timeout());
    if (outcome instanceof ProviderTrouble trouble) {
      return trouble.isMisconfigured()
          ? new Fetched.Nothing(null, ErrorCode.PROVIDER_MISCONFIGURED, null, trouble.reason())
          : nothing(trouble.retryAfter(), trouble.reason());
    }
    return redeem(((ProviderMetadata) outcome).requireTokenEndpoint());
  }

  private Fetched redeem(URI uri) {
    TokenOutcome outcome = endpoint.redeem(uri, grant, grant.scopes());
    if (outcome instanceof TokenOutcome.Issued issued) {
      return isSendable(issued.accessToken())
          ? new Fetched.Token(issued.accessToken(), false)
          : nothing(null, "the provider answered with a token that no header can carry");
    }
    if (outcome instanceof TokenOutcome.Rejected rejected) {
      // without an error code, any intermediary may have answered
      boolean isTokenEndpoint = rejected.hasCode() || rejected.refusal() == TokenRefusal.CLIENT;
      return new Fetched.Nothing(
          isTokenEndpoint ? rejected.error() : null,
          rejected.retryAfter(),
          "the provider refuses: " + rejected.inWords());
    }
    if (outcome instanceof TokenOutcome.Unusable unusable) {
      return nothing(null, unusable.reason());
    }
    ProviderTrouble trouble = (ProviderTrouble) outcome;
    return nothing(trouble.retryAfter(), trouble.reason());
  }

  private static Fetched nothing(@Nullable Duration asked, String reason) {
    return new Fetched.Nothing(null, asked, reason);
  }

  /** RFC 6749 A.12: access-token = 1*VSCHAR; a line break would inject another header. */
  private static boolean isSendable(AccessToken token) {
    return token.reveal().chars().allMatch(c -> c > 0x20 && c < 0x7F);
  }

  @Override
  public void offer(AccessToken token, BooleanSupplier stillWanted) {
    if (shared != null) {
      shared.put(token, stillWanted);
    }
  }

  @Override
  public void forget() {
    if (shared != null) {
      shared.forget();
    }
  }
}
