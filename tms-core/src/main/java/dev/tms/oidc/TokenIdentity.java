package dev.tms.oidc;

import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Introspection;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the user of an access token through userinfo or introspection, for providers without
 * ID tokens. Thread-safe.
 */
final class TokenIdentity {
  /** The reasons are sentences for operators. */
  sealed interface Outcome {}

  /**
   * @param claims include a valid {@code sub}, always as a string
   */
  record Known(Map<String, Object> claims) implements Outcome {
    /** Names only: values may identify a person. */
    @Override
    public String toString() {
      return "Known[" + claims.keySet() + "]";
    }
  }

  /** The token belongs to another issuer or client. */
  record Refused(String reason) implements Outcome {}

  /** The response is sound but does not identify a user. */
  record Nameless(String reason) implements Outcome {}

  /** There is no usable response. */
  record Unavailable(ProviderTrouble trouble) implements Outcome {
    Unavailable(Kind kind, String reason) {
      this(ProviderTrouble.of(kind, reason));
    }
  }

  private static final String SUBJECT = "sub";

  private final ClientSettings settings;
  private final String issuer;
  final UserInfo userInfo;
  private final Introspection introspection;

  TokenIdentity(
      ClientSettings settings, String issuer, UserInfo userInfo, Introspection introspection) {
    this.settings = settings;
    this.issuer = issuer;
    this.userInfo = userInfo;
    this.introspection = introspection;
  }

  Outcome ask(ProviderMetadata provider, Secret accessToken) {
    return settings.identity() == IdentitySource.USERINFO
        ? fromUserInfo(provider.userInfoEndpoint(), accessToken)
        : fromIntrospection(provider.introspectionEndpoint(), accessToken);
  }

  private Outcome fromUserInfo(@Nullable URI endpoint, Secret accessToken) {
    UserInfo.Outcome outcome = userInfo.fetch(endpoint, accessToken, null);
    if (outcome instanceof RedeemOutcome.Failure failure) {
      // even a wrong signature does not say whose token it is
      boolean mayPass = failure instanceof RedeemOutcome.Unavailable;
      return new Unavailable(mayPass ? Kind.NOT_DONE : Kind.MISCONFIGURED, failure.reason());
    }
    return sound("userinfo", settings.subjectClaim(), ((UserInfo.Fetched) outcome).claims());
  }

  private Outcome fromIntrospection(@Nullable URI endpoint, Secret accessToken) {
    if (endpoint == null) {
      return new Unavailable(Kind.MISCONFIGURED, "the provider has no introspection endpoint");
    }
    Introspection.Outcome outcome = introspection.ask(endpoint, accessToken);
    if (outcome instanceof ProviderTrouble trouble) {
      return new Unavailable(trouble);
    }
    if (outcome instanceof Introspection.Inactive) {
      // some providers answer so if the token does not name this client as its audience, which
      // does not say whose token it is
      return new Unavailable(
          Kind.MISCONFIGURED, "introspection says that the access token is not active");
    }
    Map<String, Object> members = ((Introspection.Active) outcome).members();
    Object from = members.get("iss");
    if (from != null && !issuer.equals(from)) {
      return new Refused(
          "introspection names another iss than Client.Authority, which has to be the same");
    }
    IdTokenClaims claims = new IdTokenClaims(members);
    // RFC 7662 2.2: client_id is the client that requested this token
    if (claims.has("client_id") && !settings.clientId().equals(claims.identifier("client_id"))) {
      return new Refused("introspection names another client_id: the token is not this client's");
    }
    return sound("introspection", SUBJECT, members);
  }

  private static Outcome sound(String source, String claim, Map<String, Object> members) {
    IdTokenClaims claims = new IdTokenClaims(members);
    String problem = claims.userProblem(claim);
    if (problem != null) {
      return new Nameless(source + ": " + problem);
    }
    Map<String, Object> named = new LinkedHashMap<>(members);
    named.put(SUBJECT, Objects.requireNonNull(claims.identifier(claim)));
    return new Known(named);
  }

  /**
   * Returns the ID token if it has the form of one, otherwise null. It serves only as the {@code
   * id_token_hint} of a later logout, so it is not verified.
   */
  static @Nullable Secret hint(@Nullable Secret idToken) {
    return idToken != null && idToken.reveal().matches("[\\w-]+\\.[\\w-]+(\\.[\\w-]*){1,3}")
        ? idToken
        : null;
  }

  /**
   * Completes the access token's expiry and scopes from introspection, if that is the identity
   * source and the token response does not state the expiry.
   */
  AccessToken completed(ProviderMetadata provider, TokenOutcome.Issued issued) {
    AccessToken token = issued.accessToken();
    URI endpoint = provider.introspectionEndpoint();
    if (issued.lifetimeIsKnown()
        || endpoint == null
        || settings.identity() != IdentitySource.INTROSPECTION
        || !(introspection.ask(endpoint, token.value()) instanceof Introspection.Active active)) {
      return token;
    }
    Instant end = active.expiresAt();
    Scopes scopes = active.scopes();
    return new AccessToken(
        token.value(),
        token.issuedAt(),
        end != null && end.isAfter(token.issuedAt()) ? end : token.expiresAt(),
        scopes != null && !issued.scopesAreKnown() ? scopes : token.scopes());
  }
}
