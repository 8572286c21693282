package dev.tms.login;

import dev.tms.event.TmsEvent;
import dev.tms.http.ReturnUrls;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ResponseMode;
import dev.tms.oidc.LoginParameters;
import dev.tms.oidc.OidcClient;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.policy.SessionPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.session.Antiforgery;
import dev.tms.session.DeviceLabel;
import dev.tms.session.Session;
import dev.tms.session.SessionParts;
import dev.tms.session.SessionParts.World;
import dev.tms.session.Sessions;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import dev.tms.web.Parameters;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Begins logins and completes them. Thread-safe. */
public final class Login {
  private final TenantDirectory tenants;
  private final OidcClient provider;
  private final PendingLogins pendingLogins;
  private final Sessions sessions;
  private final NewSessions newSessions;
  private final Antiforgery antiforgery;
  private final ReturnUrls returnUrls;
  private final World world;

  /** {@code taken} records completed logins, for all nodes if {@code isShared}. */
  public Login(
      TenantDirectory tenants,
      OidcClient provider,
      ClientSettings client,
      SessionPolicy policy,
      SessionParts parts,
      CookiePolicy cookies,
      Sealer sealer,
      KeyedHash hash,
      SealedStore taken,
      boolean isShared,
      Antiforgery antiforgery,
      ReturnUrls returnUrls,
      World world) {
    this.tenants = tenants;
    this.provider = provider;
    boolean crossSitePost = client.responseMode() == ResponseMode.FORM_POST;
    this.pendingLogins =
        new PendingLogins(
            cookies.with(crossSitePost ? SameSite.NONE : SameSite.LAX),
            sealer,
            new TakenLogins(taken, isShared, hash, world.clock()),
            world.clock());
    this.sessions = parts.sessions();
    this.newSessions =
        new NewSessions(parts, hash, policy, client.scopes().contains("offline_access"), world);
    this.antiforgery = antiforgery;
    this.returnUrls = returnUrls;
    this.world = world;
  }

  /** Begins a login: finds the tenant and redirects to the provider. */
  public BeginOutcome begin(Cookies cookies, LoginRequest request) {
    TenantLookup lookup = tenants.find(request.domain());
    if (lookup instanceof TenantLookup.Found found) {
      return authorize(cookies, request, found.tenant());
    }
    if (lookup instanceof TenantLookup.Unavailable unavailable) {
      return refused(
          ErrorCode.TENANT_UNAVAILABLE,
          "the tenant directory cannot be reached",
          unavailable.retryAfter());
    }
    return lookup instanceof TenantLookup.Unknown
        ? refused(ErrorCode.TENANT_UNKNOWN, "the customer domain is not known", null)
        : refused(ErrorCode.DOMAIN_REQUIRED, "no customer domain was given", null);
  }

  private BeginOutcome authorize(Cookies cookies, LoginRequest request, Tenant tenant) {
    AuthorizeOutcome outcome =
        provider.authorize(
            request.parameters().withTenant(tenant.acrValues(), tenant.promptLogin()));
    if (outcome instanceof AuthorizeOutcome.Unavailable unavailable) {
      ProviderTrouble trouble = unavailable.trouble();
      return trouble.isMisconfigured()
          ? refused(ErrorCode.PROVIDER_MISCONFIGURED, trouble.reason(), null)
          : refused(ErrorCode.PROVIDER_UNAVAILABLE, trouble.reason(), trouble.retryAfter());
    }
    AuthorizeOutcome.Redirect redirect = (AuthorizeOutcome.Redirect) outcome;
    Optional<Session> previous = live(cookies);
    Optional<Antiforgery.Value> known =
        previous.map(Session::antiforgery).or(() -> antiforgery.fromCookie(cookies));
    Antiforgery.Value value = known.orElseGet(() -> Antiforgery.Value.random(world.random()));
    PendingLogin login =
        new PendingLogin(
            redirect.transaction(),
            Optional.ofNullable(tenant.domain()).map(CustomerDomain::value).orElse(null),
            request.returnUrl(),
            value,
            previous.map(PendingLogin.Previous::of).orElse(null),
            world.clock().instant(),
            redirect.isSilent());
    List<SetCookie> changes = new ArrayList<>(pendingLogins.add(cookies, login));
    if (known.isEmpty()) {
      changes.add(antiforgery.cookie(value));
    }
    world.events().on(new TmsEvent.LoginStarted(login.tenant()));
    return new BeginOutcome.Redirect(redirect.location(), changes);
  }

  private BeginOutcome refused(ErrorCode code, String reason, @Nullable Duration retryAfter) {
    world.events().on(new TmsEvent.LoginFailed(code.wire(), reason, null));
    return new BeginOutcome.Refused(code, retryAfter);
  }

  /**
   * Completes a login with the provider's response. A failed login leaves an existing session
   * alone.
   *
   * @param posted whether the response is a cross-site form post, which carries no session cookies
   * @throws StoreUnavailableException if a session held in the store cannot be read or written
   */
  public LoginOutcome complete(
      Cookies cookies, Parameters answer, boolean posted, DeviceLabel device) {
    Optional<String> problem = provider.problemIn(answer);
    if (problem.isPresent()) {
      return invalid(problem.get());
    }
    String state = answer.value("state");
    Optional<PendingLogin> pending = pendingLogins.find(cookies, state);
    if (pending.isEmpty()) {
      return unknown(cookies, posted, state == null ? provider.errorIn(answer) : Optional.empty());
    }
    PendingLogin login = pending.get();
    CallbackOutcome checked = provider.check(login.transaction(), answer);
    if (checked instanceof CallbackOutcome.Invalid bad) {
      return invalid(bad.reason());
    }
    // a response without code writes nothing: anyone can send one, any number of times
    if (checked instanceof CallbackOutcome.ProviderError error) {
      return failed(login, errorOf(error), error.reason());
    }
    // before the login is taken: if the store is unavailable, the same callback may be retried
    Optional<Session> present = live(cookies);
    if (!pendingLogins.take(login)) {
      return unknown(cookies, posted, Optional.empty());
    }
    RedeemOutcome outcome = provider.redeem(((CallbackOutcome.Accepted) checked).callback());
    return finish(login, outcome, present.orElse(null), device);
  }

  private LoginOutcome finish(
      PendingLogin login, RedeemOutcome outcome, @Nullable Session present, DeviceLabel device) {
    if (outcome instanceof RedeemOutcome.Failed failure) {
      return failed(login, LoginError.LOGIN_FAILED, failure.reason());
    }
    if (outcome instanceof RedeemOutcome.Misconfigured misconfigured) {
      return failed(login, LoginError.PROVIDER_MISCONFIGURED, misconfigured.reason());
    }
    if (outcome instanceof RedeemOutcome.Unavailable unavailable) {
      return failed(login, LoginError.PROVIDER_UNAVAILABLE, unavailable.reason());
    }
    try {
      Optional<List<SetCookie>> begun =
          newSessions.begin(login, (RedeemOutcome.Redeemed) outcome, present, device);
      if (begun.isEmpty()) {
        return failed(
            login,
            LoginError.PROVIDER_UNAVAILABLE,
            "the session before this silent login is being refreshed, and that did not end in time;"
                + " it lives on");
      }
      List<SetCookie> changes = new ArrayList<>(begun.get());
      changes.add(pendingLogins.clear(login));
      return new LoginOutcome.Return(login.returnUrl(), changes);
    } catch (StoreUnavailableException e) {
      world
          .events()
          .on(
              new TmsEvent.LoginFailed(
                  e.code().wire(), "the session could not be kept", since(login)));
      throw e;
    } catch (Session.TooLargeException e) {
      return failed(login, LoginError.LOGIN_FAILED, String.valueOf(e.getMessage()));
    }
  }

  private LoginOutcome unknown(Cookies cookies, boolean posted, Optional<String> error) {
    boolean isSignedIn = !posted && live(cookies).isPresent();
    if (isSignedIn && error.isEmpty()) {
      return new LoginOutcome.Return(returnUrls.frontEnd(), List.of());
    }
    world
        .events()
        .on(
            new TmsEvent.LoginFailed(
                ErrorCode.LOGIN_UNKNOWN.wire(),
                error
                    .map(
                        words ->
                            TmsEvent.LoginFailed.ERROR_WITHOUT_STATE
                                + ", perhaps the provider's: "
                                + words)
                    .orElse("no such login is in progress in this browser"),
                null));
    return isSignedIn
        ? new LoginOutcome.Return(returnUrls.frontEnd(), List.of())
        : new LoginOutcome.Refused(ErrorCode.LOGIN_UNKNOWN);
  }

  /** Refuses a response that is malformed; the reason is a sentence for operators. */
  public LoginOutcome invalid(String reason) {
    world.events().on(new TmsEvent.LoginFailed(ErrorCode.LOGIN_INVALID.wire(), reason, null));
    return new LoginOutcome.Refused(ErrorCode.LOGIN_INVALID);
  }

  private LoginOutcome failed(PendingLogin login, LoginError error, String reason) {
    world.events().on(new TmsEvent.LoginFailed(error.wire(), reason, since(login)));
    URI target = ReturnUrls.withError(login.returnUrl(), error.wire());
    return new LoginOutcome.Return(target, List.of(pendingLogins.clear(login)));
  }

  private Duration since(PendingLogin login) {
    return Duration.between(login.begunAt(), world.clock().instant());
  }

  private static LoginError errorOf(CallbackOutcome.ProviderError error) {
    return switch (error.kind()) {
      case ACCESS_DENIED -> LoginError.ACCESS_DENIED;
      case LOGIN_REQUIRED -> LoginError.LOGIN_REQUIRED;
      case UNAVAILABLE -> LoginError.PROVIDER_UNAVAILABLE;
      case OTHER -> LoginError.LOGIN_FAILED;
    };
  }

  private Optional<Session> live(Cookies cookies) {
    OpenOutcome outcome = sessions.open(cookies);
    if (outcome instanceof OpenOutcome.Unavailable unavailable) {
      if (unavailable.session() == null) {
        throw new StoreUnavailableException("a session in the store cannot be looked up now");
      }
      return Optional.of(unavailable.session());
    }
    @Nullable Session session = outcome instanceof OpenOutcome.Live live ? live.session() : null;
    return Optional.ofNullable(session);
  }

  public sealed interface BeginOutcome {
    record Redirect(URI location, List<SetCookie> cookies) implements BeginOutcome {
      @Override
      public String toString() {
        return "Redirect[" + location.getHost() + "]";
      }
    }

    record Refused(ErrorCode code, @Nullable Duration retryAfter) implements BeginOutcome {}
  }

  public sealed interface LoginOutcome {
    /** The browser returns to the front end, signed in or with an error in the URL. */
    record Return(URI location, List<SetCookie> cookies) implements LoginOutcome {
      @Override
      public String toString() {
        return "Return[" + location.getHost() + "]";
      }
    }

    /** The response matches no login in progress or is malformed: shows a plain page. */
    record Refused(ErrorCode code) implements LoginOutcome {}
  }

  /** What a browser requests when it begins a login; the return URL is already validated. */
  public record LoginRequest(
      @Nullable CustomerDomain domain, URI returnUrl, LoginParameters parameters) {}

  /** Why a login failed: the value of the {@code error} parameter at the front end. */
  enum LoginError {
    /** RFC 6749 section 4.1.2.1. */
    ACCESS_DENIED,
    /** OpenID Connect Core section 3.1.2.6. */
    LOGIN_REQUIRED,
    /** Any other failure; events and log have the reason. */
    LOGIN_FAILED,
    PROVIDER_UNAVAILABLE,
    /** The provider's response contradicts the configuration; requires an operator. */
    PROVIDER_MISCONFIGURED;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
