package dev.tms.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Parameters;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client at one provider: sends users to sign in, judges what comes back, and looks after their
 * tokens. Keeps metadata and keys of the provider and nothing of users. Thread-safe; calls block
 * for as long as the settings' timeout allows.
 */
public final class OidcClient {
  private static final Logger log = System.getLogger(OidcClient.class.getName());

  // a logout waits for the provider, and must not wait long
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

  /** A client over this sender; nothing is called before it is needed. */
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
   * A client whose logins, refreshes and revocations each have a sender of their own. Anyone can
   * have codes redeemed: however many do, and however slow the provider is then, a refresh finds a
   * place. Metadata and keys, of which one fetch is under way at most, go with the refreshes.
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
    UserInfo userInfo = new UserInfo(logins, verifier, shared, settings.timeout());
    this.redemption =
        new Redemption(
            this.settings,
            metadata,
            new TokenEndpoint(this.settings, quirks, logins, clock),
            verifier,
            rules,
            userInfo,
            identity(userInfo, new Introspection(this.settings, logins, clock)));
    this.renewal =
        new Renewal(
            this.settings,
            metadata,
            new TokenEndpoint(this.settings, quirks, calls, clock),
            verifier,
            rules,
            identity(
                new UserInfo(calls, verifier, shared, settings.timeout()),
                new Introspection(this.settings, calls, clock)),
            events);
  }

  private TokenIdentity identity(UserInfo userInfo, Introspection introspection) {
    return new TokenIdentity(settings, issuer(), userInfo, introspection);
  }

  public String issuer() {
    return metadata.issuer();
  }

  /** Begins a login: where the browser goes, and what the answer will be checked against. */
  public AuthorizeOutcome authorize(LoginParameters login) {
    MetadataSource.Outcome outcome = metadata.get();
    if (outcome instanceof ProviderTrouble trouble) {
      return trouble.isMisconfigured()
          ? new AuthorizeOutcome.Misconfigured(trouble.reason())
          : new AuthorizeOutcome.Unavailable(trouble.retryAfter(), trouble.reason());
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

  /** Checks the provider's answer; makes no call. */
  public CallbackOutcome check(Transaction transaction, Parameters answer) {
    if (!transaction.issuer().equals(issuer())) {
      return new CallbackOutcome.Invalid("the login was begun at another provider");
    }
    return AuthorizationResponse.check(transaction, answer, quirks);
  }

  /** Why no login can make sense of this answer, in a sentence for operators. */
  public Optional<String> problemIn(Parameters answer) {
    return Optional.ofNullable(AuthorizationResponse.formProblem(answer));
  }

  /**
   * The error in an answer that belongs to no login, in a sentence for operators: some providers
   * send one without {@code state}.
   */
  public Optional<String> errorIn(Parameters answer) {
    return AuthorizationResponse.errorOf(answer, quirks);
  }

  /**
   * Ends a login: redeems the code and finds out who the user is, by the ID token unless another
   * source is configured; fetches userinfo where that is configured.
   */
  public RedeemOutcome redeem(ValidatedCallback callback) {
    return redemption.redeem(callback);
  }

  /**
   * Gets new tokens for a refresh token. Once the provider has answered with tokens, they are in
   * the outcome, whatever else is wrong.
   *
   * @param current what the session holds
   * @param login who signed in; its claims may be a part of what the ID token said
   * @param resource the resource that the access token is for; null for the default one
   * @throws IllegalArgumentException if the resource is not an absolute URI without fragment
   */
  public RenewOutcome renew(
      Secret refreshToken, TokenSet current, User login, @Nullable String resource) {
    return renewal.renew(refreshToken, current, login, resource);
  }

  /**
   * Revokes a refresh token, as well as it can: within 5 s, and without an exception. True where
   * the provider has confirmed it.
   */
  public boolean revoke(Secret refreshToken) {
    Optional<ProviderMetadata> known = patiently();
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
   * Checks a logout token (Back-Channel Logout 1.0 section 2.6), all but whether it was received
   * before.
   */
  public LogoutTokenOutcome checkLogout(String logoutToken) {
    JwtVerifier.Outcome signature = verifier.verify(JwtVerifier.Kind.LOGOUT_TOKEN, logoutToken);
    if (signature instanceof JwtVerifier.KeysUnavailable unavailable) {
      return new LogoutTokenOutcome.Unavailable(unavailable.reason());
    }
    if (signature instanceof JwtVerifier.Refused refused) {
      return refused.isSigned()
          ? new LogoutTokenOutcome.Invalid(refused.reason())
          : new LogoutTokenOutcome.Refused(refused.reason());
    }
    if (signature instanceof JwtVerifier.Misconfigured misconfigured) {
      return new LogoutTokenOutcome.Refused(misconfigured.reason());
    }
    return logoutRules.check((JwtVerifier.Verified) signature);
  }

  /** Forgets the provider's metadata and keys: the next use fetches them. */
  public void forgetProvider() {
    metadata.forget();
    verifier.forget();
    log.log(Level.INFO, "metadata and keys of {0} are fetched anew at their next use", issuer());
  }

  /**
   * Where the browser goes to sign out at the provider; empty where it has no such place, or where
   * its metadata cannot be had within 2 s.
   *
   * @param idToken the hint that spares the user a question
   */
  public Optional<URI> endSession(
      @Nullable Secret idToken, URI postLogoutRedirectUri, String state) {
    return patiently()
        .map(ProviderMetadata::endSessionEndpoint)
        .map(endpoint -> endSession(endpoint, idToken, postLogoutRedirectUri, state));
  }

  private URI endSession(URI endpoint, @Nullable Secret idToken, URI returnTo, String state) {
    String clientId = settings.clientId();
    return quirks
        .returnParameterOf(endpoint)
        .map(parameter -> EndSession.uri(endpoint, clientId, parameter, returnTo))
        .orElseGet(() -> EndSession.uri(endpoint, clientId, idToken, returnTo, state));
  }

  private Optional<ProviderMetadata> patiently() {
    return metadata.get(shorter(LOGOUT_PATIENCE)) instanceof ProviderMetadata known
        ? Optional.of(known)
        : Optional.empty();
  }

  private Duration shorter(Duration patience) {
    return patience.compareTo(settings.timeout()) < 0 ? patience : settings.timeout();
  }

  /** How the beginning of a login went. */
  public sealed interface AuthorizeOutcome {
    /**
     * The browser goes to the provider.
     *
     * @param location where to
     * @param transaction what the answer will be checked against
     * @param isSilent whether {@code prompt=none} is asked for: the user sees nothing of it
     */
    record Redirect(URI location, Transaction transaction, boolean isSilent)
        implements AuthorizeOutcome {
      @Override
      public String toString() {
        return "Redirect[" + location.getHost() + "]";
      }
    }

    /**
     * The provider's metadata contradict the configuration; the reason is a sentence for operators.
     */
    record Misconfigured(String reason) implements AuthorizeOutcome {}

    /** The provider's metadata cannot be had now; the reason is a sentence for operators. */
    record Unavailable(@Nullable Duration retryAfter, String reason) implements AuthorizeOutcome {}
  }

  /** What the provider's answer to a login comes to. */
  public sealed interface CallbackOutcome {
    /** It is well-formed, belongs to the login and brings a code. */
    record Accepted(ValidatedCallback callback) implements CallbackOutcome {}

    /**
     * It is well-formed, belongs to the login and brings an error.
     *
     * @param kind what to tell the front end
     * @param reason a sentence for operators, with the provider's error code at most
     */
    record ProviderError(AuthorizationError kind, String reason) implements CallbackOutcome {}

    /** It is malformed or comes from elsewhere; the reason is a sentence for operators. */
    record Invalid(String reason) implements CallbackOutcome {}

    /** Kinds of errors in authorization responses (RFC 6749 section 4.1.2.1, Core 3.1.2.6). */
    enum AuthorizationError {
      /** The user or the provider said no. */
      ACCESS_DENIED,
      /** The user would have to do something, which {@code prompt=none} did not allow. */
      LOGIN_REQUIRED,
      /** The provider is overloaded or failing. */
      UNAVAILABLE,
      /** Anything else: usually a mistake in a configuration. */
      OTHER
    }
  }

  /** How the end of a login went. The reasons are sentences for operators. */
  public sealed interface RedeemOutcome {
    /** The user is signed in. */
    record Redeemed(User user, TokenSet tokens) implements RedeemOutcome {
      @Override
      public String toString() {
        return "Redeemed[" + user.issuer() + "]";
      }
    }

    /** The provider refused the code, or what it answered does not prove who the user is. */
    record Failed(String reason) implements RedeemOutcome {}

    /** What the provider answers is sound, and contradicts the configuration. */
    record Misconfigured(String reason) implements RedeemOutcome {}

    /** The provider cannot be asked now. */
    record Unavailable(String reason) implements RedeemOutcome {}
  }

  /** Whether a logout token is the provider's. */
  public sealed interface LogoutTokenOutcome {
    /** It is. */
    record Verified(LogoutToken token) implements LogoutTokenOutcome {}

    /** It is not signed by the provider; the reason is a sentence for operators. */
    record Refused(String reason) implements LogoutTokenOutcome {}

    /**
     * The provider has signed it, and it is no valid logout token for this client; the reason is a
     * sentence for operators.
     */
    record Invalid(String reason) implements LogoutTokenOutcome {}

    /** The provider's keys could not be had, so that it is not known. */
    record Unavailable(String reason) implements LogoutTokenOutcome {}
  }

  /**
   * What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.4). An object of
   * this class has been verified.
   */
  public static final class LogoutToken {
    private final String issuer;
    private final @Nullable String subject;
    private final @Nullable String providerSession;
    private final Instant issuedAt;
    private final String id;
    private final Instant acceptableUntil;

    LogoutToken(
        String issuer,
        @Nullable String subject,
        @Nullable String providerSession,
        Instant issuedAt,
        String id,
        Instant acceptableUntil) {
      this.issuer = Objects.requireNonNull(issuer, "issuer");
      this.subject = subject;
      this.providerSession = providerSession;
      this.issuedAt = Objects.requireNonNull(issuedAt, "issuedAt");
      this.id = Objects.requireNonNull(id, "id");
      this.acceptableUntil = Objects.requireNonNull(acceptableUntil, "acceptableUntil");
    }

    public String issuer() {
      return issuer;
    }

    /** {@code sub}; null where only a session is named. */
    public @Nullable String subject() {
      return subject;
    }

    /** {@code sid}; null where every session of the user is meant. */
    public @Nullable String providerSession() {
      return providerSession;
    }

    public Instant issuedAt() {
      return issuedAt;
    }

    public String id() {
      return id;
    }

    /** From when on the token would be refused for its age. */
    public Instant acceptableUntil() {
      return acceptableUntil;
    }

    @Override
    public String toString() {
      return "LogoutToken[redacted]";
    }
  }

  /** How a refresh went. The reasons are sentences for operators. */
  public sealed interface RenewOutcome {
    /**
     * The provider has answered with tokens, which must be kept. In one case the access token among
     * them is still the old one: where the provider gave a new refresh token without a usable
     * access token.
     *
     * @param trouble in that case, why there is no new access token; the next try has to wait
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
     * The provider no longer honours the refresh token.
     *
     * @param error its error code, such as {@code invalid_grant}
     * @param said the provider's own description, without anything secret
     */
    record Rejected(String error, @Nullable String said) implements RenewOutcome {
      public Rejected(String error) {
        this(error, null);
      }
    }

    /** It is not known, or not now. */
    record Unavailable(ProviderTrouble trouble) implements RenewOutcome {}

    /**
     * The new tokens are another user's or another client's: their {@code iss}, {@code sub}, {@code
     * aud} or {@code azp} says so (Core section 12.2).
     *
     * @param newestRefreshToken to be revoked
     * @param reason a sentence for operators
     */
    record IdentityChanged(@Nullable Secret newestRefreshToken, String reason)
        implements RenewOutcome {}
  }

  /**
   * An answer with a code that belongs to its login: only {@link OidcClient#check} makes one.
   * Immutable.
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

  /** Builds logout requests (RP-Initiated Logout 1.0 section 2). */
  private static final class EndSession {
    private EndSession() {}

    static URI uri(
        URI endpoint, String clientId, @Nullable Secret idToken, URI returnTo, String state) {
      return new LogoutRequest(
              endpoint,
              hint(idToken),
              null,
              new ClientID(clientId),
              returnTo,
              new State(state),
              null)
          .toURI();
    }

    /** The way of a provider that knows client and address alone. */
    static URI uri(URI endpoint, String clientId, String returnParameter, URI returnTo) {
      String query =
          "client_id="
              + encoded(clientId)
              + "&"
              + returnParameter
              + "="
              + encoded(returnTo.toString());
      String separator = endpoint.getRawQuery() == null ? "?" : "&";
      return URI.create(endpoint + separator + query);
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static @Nullable JWT hint(@Nullable Secret idToken) {
      try {
        return idToken == null ? null : SignedJWT.parse(idToken.reveal());
      } catch (ParseException e) {
        return null;
      }
    }
  }
}
