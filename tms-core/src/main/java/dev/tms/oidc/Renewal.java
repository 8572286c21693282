package dev.tms.oidc;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.MetadataSource;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.ProviderTrouble.Kind;
import dev.tms.oauth.TokenEndpoint;
import dev.tms.oauth.TokenEndpoint.Grant;
import dev.tms.oauth.TokenEndpoint.TokenOutcome;
import dev.tms.oauth.TokenEndpoint.TokenOutcome.TokenRefusal;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.text.Foreign;
import dev.tms.text.Json;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Refreshes tokens (RFC 6749 section 6, Core section 12). Thread-safe.
 *
 * <p>An ID token that fails verification never replaces the previous one. Its identity claims are
 * compared with the login nevertheless: an access token that comes with another user's ID token may
 * be that user's.
 */
final class Renewal {
  private static final Logger log = System.getLogger(Renewal.class.getName());
  private static final int MAX_REPORTED = 20;

  // short: new tokens wait while the keys are fetched, and the old ID token would do
  private static final Duration PATIENCE_FOR_KEYS = Duration.ofSeconds(3);

  private final ClientSettings settings;
  private final MetadataSource metadata;
  private final TokenEndpoint tokenEndpoint;
  private final JwtVerifier verifier;
  private final IdTokenRules rules;
  private final TokenIdentity tokenIdentity;
  private final TmsListener events;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  Renewal(
      ClientSettings settings,
      MetadataSource metadata,
      TokenEndpoint tokenEndpoint,
      JwtVerifier verifier,
      IdTokenRules rules,
      TokenIdentity tokenIdentity,
      TmsListener events) {
    this.settings = settings;
    this.metadata = metadata;
    this.tokenEndpoint = tokenEndpoint;
    this.verifier = verifier;
    this.rules = rules;
    this.tokenIdentity = tokenIdentity;
    this.events = events;
  }

  RenewOutcome renew(Secret refreshToken, TokenSet current, User login, @Nullable String resource) {
    URI resourceUri = resource == null || resource.isEmpty() ? null : checked(resource);
    MetadataSource.Outcome known = metadata.get();
    if (known instanceof ProviderTrouble trouble) {
      return new RenewOutcome.Unavailable(trouble);
    }
    ProviderMetadata provider = (ProviderMetadata) known;
    URI endpoint = provider.requireTokenEndpoint();
    String key = resourceUri == null ? TokenSet.DEFAULT_RESOURCE : resourceUri.toString();
    TokenOutcome outcome =
        tokenEndpoint.redeem(
            endpoint,
            new Grant.RefreshToken(
                refreshToken, resourceUri == null ? settings.resources() : List.of(resourceUri)),
            granted(current, key));
    if (outcome instanceof TokenOutcome.Issued issued) {
      RenewOutcome unidentified = identityProblem(issued, refreshToken, current, login, provider);
      return unidentified != null
          ? unidentified
          : renewed(
              issued, tokenIdentity.completed(provider, issued), refreshToken, current, login, key);
    }
    if (outcome instanceof TokenOutcome.Unusable unusable) {
      return withoutAccessToken(
          unusable.refreshToken(),
          unusable.refreshExpiresAt(),
          ProviderTrouble.of(Kind.UNANSWERED, unusable.reason()),
          current);
    }
    if (outcome instanceof TokenOutcome.Rejected rejected) {
      return refused(rejected);
    }
    return new RenewOutcome.Unavailable((ProviderTrouble) outcome);
  }

  private static RenewOutcome refused(TokenOutcome.Rejected rejected) {
    return rejected.refusal() == TokenRefusal.GRANT_OVER
        ? new RenewOutcome.Rejected(rejected.error(), rejected.said())
        : new RenewOutcome.Unavailable(
            new ProviderTrouble(
                rejected.refusal() == TokenRefusal.UNCLEAR ? Kind.UNCLEAR : Kind.NOT_DONE,
                rejected.status(),
                rejected.retryAfter(),
                "the provider answered "
                    + rejected.inWords()
                    + (rejected.said() == null ? "" : " (it says: " + rejected.said() + ")")));
  }

  private static URI checked(String resource) {
    URI uri = URI.create(resource);
    if (!uri.isAbsolute() || uri.getRawFragment() != null) {
      // RFC 8707 2: MUST be an absolute URI, MUST NOT include a fragment component
      throw new IllegalArgumentException("a resource is an absolute URI without fragment");
    }
    return uri;
  }

  /** RFC 6749 section 6: an omitted scope means the scope originally granted. */
  private Scopes granted(TokenSet current, String key) {
    AccessToken same = current.accessTokens().get(key);
    AccessToken any = same != null ? same : current.accessToken();
    return any != null ? any.scopes() : settings.scopes();
  }

  /**
   * Identifies the user of the new access token by the identity source of the login. Null if the
   * user is the same, or if the source is the ID token. An access token of an unknown user is not
   * used; a new refresh token is kept nevertheless.
   */
  private @Nullable RenewOutcome identityProblem(
      TokenOutcome.Issued issued,
      Secret used,
      TokenSet current,
      User login,
      ProviderMetadata provider) {
    if (settings.identity() == IdentitySource.ID_TOKEN) {
      return null;
    }
    TokenIdentity.Outcome outcome = tokenIdentity.ask(provider, issued.accessToken().value());
    ProviderTrouble unknown = null;
    if (outcome instanceof TokenIdentity.Nameless nameless) {
      unknown = ProviderTrouble.of(Kind.MISCONFIGURED, nameless.reason());
    } else if (outcome instanceof TokenIdentity.Unavailable unavailable) {
      unknown = unavailable.trouble();
    }
    if (unknown != null) {
      return withoutAccessToken(issued.refreshToken(), issued.refreshExpiresAt(), unknown, current);
    }
    String problem = null;
    if (outcome instanceof TokenIdentity.Refused refused) {
      problem = refused.reason();
    } else if (!login.subject().equals(((TokenIdentity.Known) outcome).claims().get("sub"))) {
      problem = "its sub has changed";
    }
    return problem == null
        ? null
        : new RenewOutcome.IdentityChanged(
            issued.refreshToken() != null ? issued.refreshToken() : used,
            "the new access token: " + problem);
  }

  private RenewOutcome renewed(
      TokenOutcome.Issued issued,
      AccessToken accessToken,
      Secret used,
      TokenSet current,
      User login,
      String key) {
    Secret idToken = current.idToken();
    if (issued.idToken() != null && settings.identity() == IdentitySource.ID_TOKEN) {
      IdTokenClaims claims = unverified(issued.idToken());
      String contradiction = claims == null ? null : rules.contradiction(claims, login);
      if (contradiction != null) {
        Secret newest = issued.refreshToken() != null ? issued.refreshToken() : used;
        return new RenewOutcome.IdentityChanged(newest, "the new ID token: " + contradiction);
      }
      // a session without an ID token does not get one
      if (idToken != null) {
        idToken = newest(idToken, issued, claims, login);
      }
    }
    if (idToken != null
        && settings.identity() != IdentitySource.ID_TOKEN
        && TokenIdentity.hint(issued.idToken()) != null) {
      idToken = issued.idToken(); // some providers accept only the latest one as a hint
    }
    Map<String, AccessToken> accessTokens = new LinkedHashMap<>(current.accessTokens());
    accessTokens.put(key, accessToken);
    boolean rotated = issued.refreshToken() != null;
    // RFC 6749 6: the authorization server MAY issue a new refresh token; if not, the old one stays
    Secret refreshToken = rotated ? issued.refreshToken() : used;
    Instant refreshExpiresAt =
        rotated || issued.refreshExpiresAt() != null
            ? issued.refreshExpiresAt()
            : current.refreshExpiresAt();
    return new RenewOutcome.Renewed(
        new TokenSet(accessTokens, refreshToken, refreshExpiresAt, idToken));
  }

  /**
   * Keeps a new refresh token, whatever is wrong with the access token that came with it.
   *
   * @param trouble the reason; the outcome if there is no new refresh token
   */
  private static RenewOutcome withoutAccessToken(
      @Nullable Secret refreshToken,
      @Nullable Instant refreshExpiresAt,
      ProviderTrouble trouble,
      TokenSet current) {
    if (refreshToken == null) {
      return new RenewOutcome.Unavailable(trouble);
    }
    return new RenewOutcome.Renewed(
        new TokenSet(current.accessTokens(), refreshToken, refreshExpiresAt, current.idToken()),
        trouble);
  }

  /** Returns the new ID token if it is valid, otherwise the old one. */
  private Secret newest(
      Secret old, TokenOutcome.Issued issued, @Nullable IdTokenClaims claims, User login) {
    Secret idToken = Objects.requireNonNull(issued.idToken());
    JwtVerifier.Outcome signature =
        verifier.verify(JwtVerifier.Kind.ID_TOKEN, idToken.reveal(), PATIENCE_FOR_KEYS);
    if (signature instanceof JwtVerifier.KeysUnavailable) {
      return old; // counted as a failed call: nothing is wrong with the token
    }
    String problem;
    if (signature instanceof JwtVerifier.Failure failure) {
      problem = failure.reason();
    } else {
      JwtVerifier.Verified verified = (JwtVerifier.Verified) signature;
      problem = rules.problemAtRefresh(verified, issued.accessToken().value());
      if (problem == null && claims != null) {
        problem = rules.deviation(claims, login, previous(old, login));
      }
    }
    if (problem == null) {
      return idToken;
    }
    events.on(new TmsEvent.IdTokenNotTakenOver(problem));
    if (reported.size() < MAX_REPORTED && reported.add(problem)) {
      log.log(
          Level.WARNING,
          "a refreshed ID token is not taken over, the one before stays: {0}; this is logged once",
          problem);
    }
    return old;
  }

  /** The claims of the previous ID token, or those that the session kept of it. */
  private static IdTokenClaims previous(Secret old, User login) {
    IdTokenClaims raw = unverified(old);
    return raw != null ? raw : new IdTokenClaims(login.claims().values());
  }

  private static @Nullable IdTokenClaims unverified(Secret jwt) {
    String[] parts = jwt.reveal().split("\\.", -1);
    if (parts.length != 3) {
      return null;
    }
    return Foreign.read(() -> Base64.getUrlDecoder().decode(parts[1]))
        .flatMap(Json::read)
        .map(IdTokenClaims::new)
        .orElse(null);
  }
}
