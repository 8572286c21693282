package dev.tms.oidc;

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
import dev.tms.oauth.Revocation;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.outbound.Sender;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
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
  private final Revocation revocation;
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
    this.revocation = new Revocation(settings, revocations, clock);
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

  /** The provider's issuer identifier. */
  public String issuer() {
    return metadata.issuer();
  }

  /** Begins a login: where the browser goes, and what the answer will be checked against. */
  public AuthorizeOutcome authorize(LoginParameters login) {
    MetadataSource.Outcome outcome = metadata.get();
    if (outcome instanceof MetadataSource.Misconfigured misconfigured) {
      return new AuthorizeOutcome.Misconfigured(misconfigured.reason());
    }
    if (outcome instanceof MetadataSource.Unknown unknown) {
      return new AuthorizeOutcome.Unavailable(unknown.retryAfter(), unknown.reason());
    }
    ProviderMetadata provider = ((MetadataSource.Known) outcome).metadata();
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
      Secret refreshToken, TokenSet current, Identity login, @Nullable String resource) {
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
    return metadata.get(shorter(LOGOUT_PATIENCE)) instanceof MetadataSource.Known known
        ? Optional.of(known.metadata())
        : Optional.empty();
  }

  private Duration shorter(Duration patience) {
    return patience.compareTo(settings.timeout()) < 0 ? patience : settings.timeout();
  }
}
