package dev.tms.oidc;

import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.token.Claims;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.util.Map;
import java.util.Set;

/** Completes logins: redeems the code and identifies the user. Thread-safe. */
final class Redemption {
  private static final Set<String> CLIENT_ERRORS =
      Set.of("invalid_client", "unauthorized_client", "incorrect_client_credentials");

  private final ClientSettings settings;
  private final MetadataSource metadata;
  private final TokenEndpoint tokenEndpoint;
  private final JwtVerifier verifier;
  private final IdTokenRules rules;
  private final TokenIdentity tokenIdentity;

  Redemption(
      ClientSettings settings,
      MetadataSource metadata,
      TokenEndpoint tokenEndpoint,
      JwtVerifier verifier,
      IdTokenRules rules,
      TokenIdentity tokenIdentity) {
    this.settings = settings;
    this.metadata = metadata;
    this.tokenEndpoint = tokenEndpoint;
    this.verifier = verifier;
    this.rules = rules;
    this.tokenIdentity = tokenIdentity;
  }

  RedeemOutcome redeem(ValidatedCallback callback) {
    MetadataSource.Outcome known = metadata.get();
    if (known instanceof ProviderTrouble trouble) {
      return RedeemOutcome.Failure.of(trouble);
    }
    ProviderMetadata provider = (ProviderMetadata) known;
    TokenOutcome outcome =
        tokenEndpoint.redeem(
            provider.requireTokenEndpoint(),
            new Grant.AuthorizationCode(
                callback.code(),
                settings.redirectUri(),
                callback.transaction().codeVerifier(),
                settings.resources()),
            settings.scopes());
    if (outcome instanceof TokenOutcome.Issued issued) {
      return settings.identity() == IdentitySource.ID_TOKEN
          ? byIdToken(callback.transaction(), issued, provider)
          : byAccessToken(callback.transaction(), issued, provider);
    }
    if (outcome instanceof TokenOutcome.Rejected rejected) {
      return new RedeemOutcome.Failed(refusal(rejected));
    }
    if (outcome instanceof TokenOutcome.Unusable unusable) {
      return new RedeemOutcome.Failed(unusable.reason());
    }
    return new RedeemOutcome.Unavailable(((ProviderTrouble) outcome).reason());
  }

  private static String refusal(TokenOutcome.Rejected rejected) {
    // RFC 6749 5.2: invalid_client; Keycloak sends unauthorized_client for a wrong secret
    boolean client =
        CLIENT_ERRORS.contains(rejected.error())
            || (rejected.status() == 401 && rejected.refusal() == TokenRefusal.CLIENT);
    return client
        ? "the provider refused the client, its secret or how it was sent: " + rejected.inWords()
        : "the provider refused the code: " + rejected.inWords();
  }

  private RedeemOutcome byIdToken(
      Transaction transaction, TokenOutcome.Issued issued, ProviderMetadata provider) {
    if (issued.idToken() == null) {
      // Core 3.1.3.3: the ID Token is REQUIRED
      return new RedeemOutcome.Failed(
          "the provider answered without an ID token; if it never gives one, Client.Identity has to"
              + " be userinfo or introspection");
    }
    JwtVerifier.Outcome signature =
        verifier.verify(JwtVerifier.Kind.ID_TOKEN, issued.idToken().reveal());
    if (signature instanceof JwtVerifier.Failure failure) {
      return RedeemOutcome.Failure.of("the ID token", failure);
    }
    JwtVerifier.Verified verified = (JwtVerifier.Verified) signature;
    String problem = rules.problemAtLogin(verified, transaction, issued.accessToken().value());
    if (problem != null) {
      return new RedeemOutcome.Failed("the ID token was refused: " + problem);
    }
    IdTokenClaims claims = new IdTokenClaims(verified.claims());
    return withUserInfo(claims, IdTokenRules.user(claims, Claims.NONE), issued, provider);
  }

  private RedeemOutcome byAccessToken(
      Transaction transaction, TokenOutcome.Issued issued, ProviderMetadata provider) {
    TokenIdentity.Outcome outcome = tokenIdentity.ask(provider, issued.accessToken().value());
    if (outcome instanceof TokenIdentity.Refused refused) {
      return new RedeemOutcome.Failed(refused.reason());
    }
    if (outcome instanceof TokenIdentity.Nameless nameless) {
      return new RedeemOutcome.Failed(nameless.reason());
    }
    if (outcome instanceof TokenIdentity.Unavailable unavailable) {
      return RedeemOutcome.Failure.of(unavailable.trouble());
    }
    IdTokenClaims claims = new IdTokenClaims(((TokenIdentity.Known) outcome).claims());
    String problem = rules.authTimeProblem(claims, transaction.maxAge());
    if (problem != null) {
      return new RedeemOutcome.Failed("what the provider says of the user was refused: " + problem);
    }
    return withUserInfo(claims, rules.userWithoutIdToken(claims), issued, provider);
  }

  private RedeemOutcome withUserInfo(
      IdTokenClaims claims, User user, TokenOutcome.Issued issued, ProviderMetadata provider) {
    Claims merged = new Claims(claims.all());
    if (settings.userInfo() && settings.identity() != IdentitySource.USERINFO) {
      UserInfo.Outcome outcome =
          tokenIdentity.userInfo.fetch(
              provider.userInfoEndpoint(), issued.accessToken().value(), user.subject());
      if (outcome instanceof RedeemOutcome.Failure failure) {
        return failure;
      }
      merged = UserInfo.merge(claims.all(), ((UserInfo.Fetched) outcome).claims());
    }
    TokenSet tokens =
        new TokenSet(
            Map.of(TokenSet.DEFAULT_RESOURCE, tokenIdentity.completed(provider, issued)),
            issued.refreshToken(),
            issued.refreshExpiresAt(),
            settings.identity() == IdentitySource.ID_TOKEN
                ? issued.idToken()
                : TokenIdentity.hint(issued.idToken()));
    return new RedeemOutcome.Redeemed(user.withClaims(merged), tokens);
  }
}
