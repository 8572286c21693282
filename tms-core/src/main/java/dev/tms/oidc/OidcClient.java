package dev.tms.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Introspection;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.outbound.Sender;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import dev.tms.web.Parameters;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One client at one provider: builds authorization requests, checks the responses, redeems,
 * refreshes and revokes tokens. Caches the provider's metadata and keys, and holds no state of
 * users. Thread-safe. Calls block for as long as the settings' timeout allows.
 */
public final class OidcClient {
  private static final Logger log = System.getLogger(OidcClient.class.getName());

  // short, because a logout waits for the provider
  private static final Duration LOGOUT_PATIENCE = Duration.ofSeconds(2);
  private static final Duration REVOCATION_PATIENCE = Duration.ofSeconds(3);

  private final ClientSettings settings;
  private final SecureRandom random;
  private final TmsListener events;
  private final MetadataSource metadata;
  private final TokenEndpoint revocation;
  private final JwtVerifier verifier;
  private final LogoutTokenRules logoutRules;
  private final Redemption redemption;
  private final Renewal renewal;
  private final ProviderQuirks quirks;

  /** Makes no call before one is needed. */
  public OidcClient(
      Provider provider,
      ClientSettings settings,
      Sender sender,
      TmsListener events,
      InstantSource clock,
      SecureRandom random) {
    this(provider, settings, () -> sender, events, clock, random);
  }

  /**
   * Uses a separate sender each for logins, refreshes and revocations: anyone can cause logins, and
   * these must not keep refreshes from a slow provider. Metadata and keys, with at most one fetch
   * each at a time, use the sender of the refreshes.
   */
  public OidcClient(
      Provider provider,
      ClientSettings settings,
      Supplier<Sender> senders,
      TmsListener events,
      InstantSource clock,
      SecureRandom random) {
    ProviderCalls calls = new ProviderCalls(senders.get(), events, clock);
    ProviderCalls logins = new ProviderCalls(senders.get(), events, clock);
    ProviderCalls revocations = new ProviderCalls(senders.get(), events, clock);
    this.quirks = provider.quirks();
    this.settings = quirks.adapt(settings.requireUsable());
    this.random = random;
    this.events = events;
    this.metadata =
        new MetadataSource(
            provider,
            known -> known.missing(this.settings),
            calls,
            settings.timeout(),
            clock,
            random);
    this.revocation = new TokenEndpoint(settings, quirks, revocations, clock);
    this.verifier = new JwtVerifier(metadata, this.settings, calls, clock, random);
    SharedTokenRules shared = new SharedTokenRules(provider.issuer(), this.settings, clock);
    IdTokenRules rules = new IdTokenRules(shared, settings.clientId(), clock);
    this.logoutRules = new LogoutTokenRules(shared);
    this.redemption =
        new Redemption(
            this.settings,
            metadata,
            new TokenEndpoint(this.settings, quirks, logins, clock),
            verifier,
            rules,
            identity(logins, shared, clock));
    this.renewal =
        new Renewal(
            this.settings,
            metadata,
            new TokenEndpoint(this.settings, quirks, calls, clock),
            verifier,
            rules,
            identity(calls, shared, clock),
            events);
  }

  private TokenIdentity identity(
      ProviderCalls calls, SharedTokenRules shared, InstantSource clock) {
    return new TokenIdentity(
        settings,
        issuer(),
        new UserInfo(calls, verifier, shared, settings.timeout()),
        new Introspection(settings, calls, clock));
  }

  public String issuer() {
    return metadata.issuer();
  }

  /** Starts a login (RFC 6749 section 4.1.1). */
  public AuthorizeOutcome authorize(LoginParameters login) {
    MetadataSource.Outcome outcome = metadata.get();
    if (outcome instanceof ProviderTrouble trouble) {
      return new AuthorizeOutcome.Unavailable(trouble);
    }
    ProviderMetadata provider = (ProviderMetadata) outcome;
    Transaction transaction =
        Transaction.begin(
            random, settings.usePkce(), login.maxAge(), provider.issInAnswers(), issuer());
    return new AuthorizeOutcome.Redirect(
        AuthorizationRequest.uri(
            provider.requireAuthorizationEndpoint(), settings, transaction, login),
        transaction,
        AuthorizationRequest.prompts(settings, login).contains("none"));
  }

  /** Checks the provider's response without any call. */
  public CallbackOutcome check(Transaction transaction, Parameters answer) {
    if (!transaction.issuer().equals(issuer())) {
      return new CallbackOutcome.Invalid("the login was begun at another provider");
    }
    return AuthorizationResponse.check(transaction, answer, quirks);
  }

  /** Why this response can belong to no login: a sentence for operators; empty if it may. */
  public Optional<String> problemIn(Parameters answer) {
    return Optional.ofNullable(AuthorizationResponse.formProblem(answer));
  }

  /**
   * The error in a response that belongs to no login, as a sentence for operators: some providers
   * omit {@code state} from errors.
   */
  public Optional<String> errorIn(Parameters answer) {
    return AuthorizationResponse.errorOf(answer, quirks);
  }

  /** Completes a login: redeems the code and identifies the user. */
  public RedeemOutcome redeem(ValidatedCallback callback) {
    return redemption.redeem(callback);
  }

  /**
   * Refreshes the tokens. If the provider issued tokens, the outcome has them, whatever else
   * failed.
   *
   * @param current the session's tokens
   * @param login the signed-in user, perhaps with only some of the ID token's claims
   * @param resource the resource of the access token; null for the default one
   * @throws IllegalArgumentException if the resource is not an absolute URI without fragment
   */
  public RenewOutcome renew(
      Secret refreshToken, TokenSet current, User login, @Nullable String resource) {
    return renewal.renew(refreshToken, current, login, resource);
  }

  /**
   * Revokes a refresh token within 5 s, without throwing. Returns whether the provider confirmed
   * it.
   */
  public boolean revoke(Secret refreshToken) {
    Optional<ProviderMetadata> known = metadataForLogout();
    URI endpoint = known.map(ProviderMetadata::revocationEndpoint).orElse(null);
    boolean done =
        endpoint != null && revocation.revoke(endpoint, refreshToken, shorter(REVOCATION_PATIENCE));
    TmsEvent.Revoked.Answer failed =
        known.isPresent() && endpoint == null
            ? TmsEvent.Revoked.Answer.UNSUPPORTED
            : TmsEvent.Revoked.Answer.FAILED;
    events.on(new TmsEvent.Revoked(done ? TmsEvent.Revoked.Answer.CONFIRMED : failed));
    return done;
  }

  /**
   * Checks a logout token (Back-Channel Logout 1.0 section 2.6), except for whether its {@code jti}
   * is new.
   */
  public LogoutTokenOutcome checkLogout(String logoutToken) {
    JwtVerifier.Outcome signature = verifier.verify(JwtVerifier.Kind.LOGOUT_TOKEN, logoutToken);
    if (signature instanceof JwtVerifier.KeysUnavailable unavailable) {
      return new LogoutTokenOutcome.Unavailable(unavailable.reason());
    }
    if (signature instanceof JwtVerifier.Failure failure) {
      return failure instanceof JwtVerifier.Refused refused && refused.isSigned()
          ? new LogoutTokenOutcome.Invalid(failure.reason())
          : new LogoutTokenOutcome.Refused(failure.reason());
    }
    return logoutRules.check((JwtVerifier.Verified) signature);
  }

  /** Drops the provider's metadata and keys, so that the next use fetches them. */
  public void forgetProvider() {
    metadata.forget();
    verifier.forget();
    log.log(Level.INFO, "metadata and keys of {0} are fetched anew at their next use", issuer());
  }

  /**
   * The URL at which the browser signs out at the provider. Empty if the provider has no such
   * endpoint, or if its metadata is not available within 2 s.
   *
   * @param idToken the {@code id_token_hint}, which spares the user a confirmation
   */
  public Optional<URI> endSession(
      @Nullable Secret idToken, URI postLogoutRedirectUri, String state) {
    return metadataForLogout()
        .map(ProviderMetadata::endSessionEndpoint)
        .map(endpoint -> endSession(endpoint, idToken, postLogoutRedirectUri, state));
  }

  private URI endSession(URI endpoint, @Nullable Secret idToken, URI returnTo, String state) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("client_id", settings.clientId());
    Optional<String> ownReturn = quirks.returnParameterOf(endpoint);
    parameters.put(ownReturn.orElse("post_logout_redirect_uri"), returnTo.toString());
    Secret hint = TokenIdentity.hint(idToken);
    if (ownReturn.isEmpty()) {
      parameters.put("state", state);
      if (hint != null) {
        parameters.put("id_token_hint", hint.reveal());
      }
    }
    return URI.create(
        parameters.entrySet().stream()
            .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), UTF_8))
            .collect(
                Collectors.joining(
                    "&", endpoint + (endpoint.getRawQuery() == null ? "?" : "&"), "")));
  }

  private Optional<ProviderMetadata> metadataForLogout() {
    return metadata.get(shorter(LOGOUT_PATIENCE)) instanceof ProviderMetadata known
        ? Optional.of(known)
        : Optional.empty();
  }

  private Duration shorter(Duration patience) {
    return patience.compareTo(settings.timeout()) < 0 ? patience : settings.timeout();
  }

  public sealed interface AuthorizeOutcome {
    /**
     * @param isSilent whether the request has {@code prompt=none}
     */
    record Redirect(URI location, Transaction transaction, boolean isSilent)
        implements AuthorizeOutcome {
      @Override
      public String toString() {
        return "Redirect[" + location.getHost() + "]";
      }
    }

    /** The metadata is not available now, or contradicts the configuration. */
    record Unavailable(ProviderTrouble trouble) implements AuthorizeOutcome {}
  }

  /** The reasons are sentences for operators. */
  public sealed interface CallbackOutcome {
    /** The response belongs to the login and has a code. */
    record Accepted(ValidatedCallback callback) implements CallbackOutcome {}

    /**
     * The response belongs to the login and has an error. The reason quotes at most the error code.
     */
    record ProviderError(AuthorizationError kind, String reason) implements CallbackOutcome {}

    /** The response is malformed or does not belong to the login. */
    record Invalid(String reason) implements CallbackOutcome {}

    /** RFC 6749 section 4.1.2.1, Core section 3.1.2.6. */
    enum AuthorizationError {
      /** The user or the provider refused. */
      ACCESS_DENIED,
      /** The user would have to interact, which {@code prompt=none} forbids. */
      LOGIN_REQUIRED,
      /** The provider is overloaded or failing. */
      UNAVAILABLE,
      /** Any other error, usually a configuration mistake. */
      OTHER
    }
  }

  public sealed interface RedeemOutcome {
    record Redeemed(User user, TokenSet tokens) implements RedeemOutcome {
      @Override
      public String toString() {
        return "Redeemed[" + user.issuer() + "]";
      }
    }

    /** The reason is a sentence for operators. */
    sealed interface Failure extends RedeemOutcome, UserInfo.Outcome {
      String reason();

      /** The failure of a login to which the provider gave no usable answer. */
      static Failure of(ProviderTrouble trouble) {
        return trouble.isMisconfigured()
            ? new Misconfigured(trouble.reason())
            : new Unavailable(trouble.reason());
      }

      /** The failure of a login whose {@code token} was not verified. */
      static Failure of(String token, JwtVerifier.Failure failure) {
        String reason = token + " was refused: " + failure.reason();
        if (failure instanceof JwtVerifier.KeysUnavailable) {
          return new Unavailable(failure.reason());
        }
        return failure instanceof JwtVerifier.Misconfigured
            ? new Misconfigured(reason)
            : new Failed(reason);
      }
    }

    /** The provider rejected the code, or its response does not prove who the user is. */
    record Failed(String reason) implements Failure {}

    /** The provider's response is sound but contradicts the configuration. */
    record Misconfigured(String reason) implements Failure {}

    /** The provider is not available now. */
    record Unavailable(String reason) implements Failure {}
  }

  /** The reasons are sentences for operators. */
  public sealed interface LogoutTokenOutcome {
    record Verified(LogoutToken token) implements LogoutTokenOutcome {}

    /** The provider did not sign the token. */
    record Refused(String reason) implements LogoutTokenOutcome {}

    /** The provider signed the token, but it is not a valid logout token for this client. */
    record Invalid(String reason) implements LogoutTokenOutcome {}

    /** The provider's keys are not available now. */
    record Unavailable(String reason) implements LogoutTokenOutcome {}
  }

  /** A verified logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4). */
  public static final class LogoutToken {
    private final String issuer;
    private final IdTokenClaims claims;
    private final Instant acceptableUntil;

    LogoutToken(String issuer, IdTokenClaims claims, Instant acceptableUntil) {
      this.issuer = issuer;
      this.claims = claims;
      this.acceptableUntil = acceptableUntil;
    }

    public String issuer() {
      return issuer;
    }

    /** {@code sub}; null if the token names only a session. */
    public @Nullable String subject() {
      return claims.text("sub");
    }

    /** {@code sid}; null if the token means every session of the user. */
    public @Nullable String providerSession() {
      return claims.text("sid");
    }

    public Instant issuedAt() {
      return Objects.requireNonNull(claims.time("iat"));
    }

    public String id() {
      return Objects.requireNonNull(claims.text("jti"));
    }

    /** When the token becomes too old to be accepted. */
    public Instant acceptableUntil() {
      return acceptableUntil;
    }

    @Override
    public String toString() {
      return "LogoutToken[redacted]";
    }
  }

  public sealed interface RenewOutcome {
    /**
     * The provider issued tokens, which must be stored.
     *
     * @param trouble null unless the provider issued a new refresh token without a usable access
     *     token: then the old access token is kept, and the next attempt has to wait
     */
    record Renewed(TokenSet tokens, @Nullable ProviderTrouble trouble) implements RenewOutcome {
      public Renewed(TokenSet tokens) {
        this(tokens, null);
      }

      @Override
      public String toString() {
        return "Renewed";
      }
    }

    /**
     * The refresh token is no longer valid.
     *
     * @param error the error code, such as {@code invalid_grant}
     * @param said the provider's description, without secrets
     */
    record Rejected(String error, @Nullable String said) implements RenewOutcome {
      public Rejected(String error) {
        this(error, null);
      }
    }

    /** The refresh failed, and the refresh token may still be valid. */
    record Unavailable(ProviderTrouble trouble) implements RenewOutcome {}

    /**
     * The new tokens belong to another user or client, according to their {@code iss}, {@code sub},
     * {@code aud} or {@code azp} (Core section 12.2).
     *
     * @param newestRefreshToken to be revoked
     * @param reason a sentence for operators
     */
    record IdentityChanged(@Nullable Secret newestRefreshToken, String reason)
        implements RenewOutcome {}
  }

  /**
   * A response with a code that belongs to its login. Only {@link OidcClient#check} creates one.
   */
  public static final class ValidatedCallback {
    private final Transaction transaction;
    private final Secret code;

    ValidatedCallback(Transaction transaction, Secret code) {
      this.transaction = transaction;
      this.code = code;
    }

    public Transaction transaction() {
      return transaction;
    }

    Secret code() {
      return code;
    }

    @Override
    public String toString() {
      return "ValidatedCallback[" + transaction.issuer() + "]";
    }
  }
}
