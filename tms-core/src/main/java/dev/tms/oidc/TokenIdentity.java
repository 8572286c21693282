package dev.tms.oidc;

import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Introspection;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
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
 * Whose an access token is, by the provider's own word: for providers that give no ID token.
 * Thread-safe.
 */
final class TokenIdentity {
  /** How it went. */
  sealed interface Outcome {}

  /**
   * It is known.
   *
   * @param claims what the provider says; a {@code sub} that is sound, and a text, is among them
   */
  record Known(Map<String, Object> claims) implements Outcome {
    /** The names only: values identify a person. */
    @Override
    public String toString() {
      return "Known[" + claims.keySet() + "]";
    }
  }

  /** It is the token of another issuer or client; the reason is a sentence for operators. */
  record Refused(String reason) implements Outcome {}

  /** A sound answer that names no user; the reason is a sentence for operators. */
  record Nameless(String reason) implements Outcome {}

  /** The provider says nothing; whether it may later, and why, in a sentence for operators. */
  record Unavailable(boolean mayPass, String reason) implements Outcome {}

  private static final String SUBJECT = "sub";

  private final ClientSettings settings;
  private final String issuer;
  private final UserInfo userInfo;
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
    if (outcome instanceof UserInfo.Unavailable unavailable) {
      return new Unavailable(true, unavailable.reason());
    }
    if (outcome instanceof UserInfo.Misconfigured misconfigured) {
      return new Unavailable(false, misconfigured.reason());
    }
    if (outcome instanceof UserInfo.Refused refused) {
      // a signature that is wrong says nothing of whose the token is
      return new Unavailable(false, refused.reason());
    }
    return sound("userinfo", settings.subjectClaim(), ((UserInfo.Fetched) outcome).claims());
  }

  private Outcome fromIntrospection(@Nullable URI endpoint, Secret accessToken) {
    if (endpoint == null) {
      return new Unavailable(false, "the provider has no introspection endpoint");
    }
    Introspection.Outcome outcome = introspection.ask(endpoint, accessToken);
    if (outcome instanceof Introspection.Unknown unknown) {
      return new Unavailable(unknown.mayPass(), unknown.reason());
    }
    if (outcome instanceof Introspection.Inactive) {
      // some providers say so to a client that the token does not name as its audience: that says
      // nothing of whose it is
      return new Unavailable(false, "introspection says that the access token is not active");
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
   * The ID token that came along, as the hint of a later logout and for nothing else, so it is not
   * verified; null for what no provider would take for a token.
   */
  static @Nullable Secret hint(@Nullable Secret idToken) {
    return idToken != null && idToken.reveal().matches("[\\w-]+\\.[\\w-]+(\\.[\\w-]*){1,3}")
        ? idToken
        : null;
  }

  /**
   * The access token with its end and scopes from introspection, where that is asked anyway and
   * neither answer nor token say them.
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
