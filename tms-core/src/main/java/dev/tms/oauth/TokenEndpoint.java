package dev.tms.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.tms.oauth.ProviderCalls.Reply;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.problem.Checked;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client at the provider's token endpoint (RFC 6749 section 3.2). Also revokes refresh tokens.
 * Thread-safe.
 */
public final class TokenEndpoint {
  private static final int MAX_BYTES = 256 * 1024;
  private static final int MAX_REVOCATION_BYTES = 64 * 1024;
  private static final Duration MIN_TIME_FOR_RETRY = Duration.ofMillis(500);

  private final String clientId;
  private final ClientAuthentication authentication;
  private final Duration timeout;
  private final ProviderCalls calls;
  private final InstantSource clock;
  private final TokenAnswers answers;

  public TokenEndpoint(
      ClientSettings settings, ProviderQuirks quirks, ProviderCalls calls, InstantSource clock) {
    this(
        settings.clientId(),
        settings.authentication(),
        settings.timeout(),
        settings.defaultTokenLifetime(),
        settings.assumeBearer(),
        quirks,
        calls,
        clock);
  }

  public TokenEndpoint(
      String clientId,
      ClientAuthentication authentication,
      Duration timeout,
      Duration defaultTokenLifetime,
      boolean assumeBearer,
      ProviderQuirks quirks,
      ProviderCalls calls,
      InstantSource clock) {
    this.clientId = clientId;
    this.authentication = authentication;
    this.timeout = timeout;
    this.calls = calls;
    this.clock = clock;
    this.answers = new TokenAnswers(defaultTokenLifetime, assumeBearer, quirks);
  }

  /**
   * Redeems the grant. It retries once, within the same timeout, in two cases only: no connection
   * was made, or the provider rejected the client secret and its file has a new one by now. In all
   * other cases the provider may have processed the first request.
   *
   * @param asked the scopes that apply if the response names none
   */
  public TokenOutcome redeem(URI endpoint, Grant grant, Scopes asked) {
    Instant begin = clock.instant();
    Reply reply = send(endpoint, grant, timeout);
    if (reply instanceof ProviderTrouble trouble
        && trouble.kind() == ProviderTrouble.Kind.NOT_CONNECTED) {
      Duration left = timeout.minus(Duration.between(begin, clock.instant()));
      if (left.compareTo(MIN_TIME_FOR_RETRY) >= 0) {
        reply = send(endpoint, grant, left);
      }
    }
    List<String> secrets = secrets(grant);
    TokenOutcome outcome = answers.read(reply, asked, clock.instant(), endpoint, secrets);
    Duration left = timeout.minus(Duration.between(begin, clock.instant()));
    // RFC 6749 5.2: client authentication failed, so the grant was not used
    if (outcome instanceof TokenOutcome.Rejected rejected
        && rejected.error().equals("invalid_client")
        && left.compareTo(MIN_TIME_FOR_RETRY) >= 0
        && authentication.sharedSecret().stream().anyMatch(s -> s.refresh(clock.instant()))) {
      secrets.addAll(secrets(grant));
      outcome =
          answers.read(send(endpoint, grant, left), asked, clock.instant(), endpoint, secrets);
    }
    return outcome;
  }

  /** Revokes a refresh token (RFC 7009). Returns whether the provider confirmed it. */
  public boolean revoke(URI revocationEndpoint, Secret refreshToken, Duration patience) {
    RefreshToken token = new RefreshToken(refreshToken.reveal());
    com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials = credentials();
    TokenRevocationRequest request =
        credentials == null
            ? new TokenRevocationRequest(revocationEndpoint, new ClientID(clientId), token)
            : new TokenRevocationRequest(revocationEndpoint, credentials, token);
    Call call = NimbusTransport.call(request.toHTTPRequest(), patience, MAX_REVOCATION_BYTES);
    return calls.exchange("revocation", call) instanceof Answer answer
        && answer.status() / 100 == 2;
  }

  private Reply send(URI endpoint, Grant grant, Duration time) {
    return calls.sendForTokens(
        NimbusTransport.call(request(endpoint, grant).toHTTPRequest(), time, MAX_BYTES));
  }

  /** What the request contains and no log may repeat, even if the provider quotes it. */
  private List<String> secrets(Grant grant) {
    List<String> secrets = new ArrayList<>();
    authentication.sharedSecret().ifPresent(shared -> secrets.add(shared.value().reveal()));
    if (grant instanceof Grant.RefreshToken refresh) {
      secrets.add(refresh.token().reveal());
    } else if (grant instanceof Grant.AuthorizationCode code) {
      secrets.add(code.code().reveal());
    } else if (grant instanceof Grant.ClientCredentials own) {
      secrets.addAll(own.parameters().values());
    }
    return secrets;
  }

  private com.nimbusds.oauth2.sdk.auth.@Nullable ClientAuthentication credentials() {
    return NimbusTransport.authentication(clientId, authentication, clock.instant());
  }

  private TokenRequest request(URI endpoint, Grant grant) {
    com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials = credentials();
    TokenRequest.Builder builder =
        credentials == null
            ? new TokenRequest.Builder(endpoint, new ClientID(clientId), nimbusGrant(grant))
            : new TokenRequest.Builder(endpoint, credentials, nimbusGrant(grant));
    if (!grant.resources().isEmpty()) {
      builder.resources(grant.resources().toArray(new URI[0]));
    }
    if (grant instanceof Grant.ClientCredentials own) {
      if (!own.scopes().values().isEmpty()) {
        builder.scope(Scope.parse(own.scopes().values()));
      }
      own.parameters().forEach(builder::customParameter);
    }
    return builder.build();
  }

  private static AuthorizationGrant nimbusGrant(Grant grant) {
    if (grant instanceof Grant.AuthorizationCode code) {
      @Nullable CodeVerifier verifier =
          code.codeVerifier() == null ? null : new CodeVerifier(code.codeVerifier().reveal());
      return new AuthorizationCodeGrant(
          new AuthorizationCode(code.code().reveal()), code.redirectUri(), verifier);
    }
    if (grant instanceof Grant.ClientCredentials) {
      return new ClientCredentialsGrant();
    }
    Grant.RefreshToken refresh = (Grant.RefreshToken) grant;
    return new RefreshTokenGrant(new RefreshToken(refresh.token().reveal()));
  }

  /**
   * Everything that distinguishes one client credentials request from another, unambiguous and in a
   * fixed order. Includes the client secret: use it only as the input of a keyed hash.
   */
  public static final class RequestFields {
    private RequestFields() {}

    /**
     * @param destination the issuer or the token endpoint
     */
    public static String[] of(
        String destination,
        String clientId,
        ClientAuthentication authentication,
        Grant.ClientCredentials grant) {
      List<String> fields = new ArrayList<>(List.of(destination, clientId));
      credentials(authentication, fields);
      list(grant.scopes().values(), fields);
      list(grant.resources().stream().map(URI::toString).toList(), fields);
      fields.add(Integer.toString(grant.parameters().size()));
      grant.parameters().forEach((name, value) -> fields.addAll(List.of(name, value)));
      return fields.toArray(new String[0]);
    }

    private static void credentials(ClientAuthentication authentication, List<String> fields) {
      fields.add(
          authentication instanceof ClientAuthentication.Basic
              ? "client_secret_basic"
              : authentication instanceof ClientAuthentication.Post
                  ? "client_secret_post"
                  : "none");
      authentication.sharedSecret().ifPresent(secret -> fields.add(secret.value().reveal()));
    }

    /** Prefixed with its length, so that no value can be mistaken for one of the next list. */
    private static void list(List<String> values, List<String> fields) {
      fields.add(Integer.toString(values.size()));
      fields.addAll(values);
    }
  }

  public sealed interface TokenOutcome
      permits TokenOutcome.Issued, TokenOutcome.Unusable, TokenOutcome.Rejected, ProviderTrouble {
    /**
     * A successful response (RFC 6749 section 5.1).
     *
     * @param accessToken its scopes are the granted ones, or the requested ones if the response
     *     names none
     * @param refreshToken null if the response has none
     * @param refreshExpiresAt null if the provider does not say
     * @param idToken not verified yet; null if the response has none
     * @param lifetimeIsKnown whether the response or the token itself states the access token's
     *     lifetime
     * @param scopesAreKnown whether the response names the granted scopes
     */
    record Issued(
        AccessToken accessToken,
        @Nullable Secret refreshToken,
        @Nullable Instant refreshExpiresAt,
        @Nullable Secret idToken,
        boolean lifetimeIsKnown,
        boolean scopesAreKnown)
        implements TokenOutcome {}

    /**
     * The provider processed the request, but the access token is missing or is not a bearer token.
     * A refresh token in the response is valid; the old one may have been invalidated.
     *
     * @param refreshToken null if the response has none
     * @param refreshExpiresAt null if the provider does not say
     * @param reason a sentence for operators
     */
    record Unusable(
        @Nullable Secret refreshToken, @Nullable Instant refreshExpiresAt, String reason)
        implements TokenOutcome {}

    /**
     * An error response (RFC 6749 section 5.2) that is not temporary.
     *
     * @param refusal never {@link TokenRefusal#MOMENT}
     * @param error the error code in lower case, or {@code unrecognized} if there is none that is
     *     safe to repeat
     * @param hasCode whether the response has an error code
     * @param retryAfter how long to wait before the next attempt, if known
     * @param explanation what this error means at this provider; a sentence for operators
     * @param said the beginning of the provider's description, without secrets; for logs
     */
    record Rejected(
        TokenRefusal refusal,
        int status,
        String error,
        boolean hasCode,
        @Nullable Duration retryAfter,
        @Nullable String explanation,
        @Nullable String said)
        implements TokenOutcome {
      public String inWords() {
        String code = hasCode ? error : status + " without an error code";
        if (hasCode && error.equals("unrecognized")) {
          code = status + " with an unknown error";
        }
        return explanation == null ? code : code + ": " + explanation;
      }
    }

    /** What an error response says about; refreshes, logins and machine clients share this rule. */
    public enum TokenRefusal {
      /** The grant is no longer valid, and no later request changes that. */
      GRANT_OVER,
      /**
       * The client or its request is at fault, which says nothing about the grant. An operator has
       * to act.
       */
      CLIENT,
      /** The error is temporary: a later request may succeed. */
      MOMENT,
      /** The response does not say. */
      UNCLEAR;

      // RFC 6749 5.2 defines invalid_grant alone for an invalid grant. Providers also use the other
      // codes (OpenID Connect Core 3.1.2.6, RFC 6750 3.1, RFC 8628 3.5, and their own)
      private static final Set<String> GRANT_OVER_CODES =
          Set.of(
              ("invalid_grant interaction_required consent_required login_required"
                      + " account_selection_required mfa_required invalid_token"
                      + " invalid_refresh_token bad_refresh_token expired_token access_denied")
                  .split(" "));
      private static final Set<String> CLIENT_CODES =
          Set.of(
              ("invalid_client unauthorized_client incorrect_client_credentials"
                      + " unsupported_grant_type invalid_scope invalid_target invalid_dpop_proof"
                      + " use_dpop_nonce invalid_authorization_details not_allowed")
                  .split(" "));
      private static final Set<String> MOMENT_CODES =
          Set.of("temporarily_unavailable", "slow_down", "ratelimited", "server_error");

      /**
       * @param code the error code in lower case; null if the response has none
       */
      static TokenRefusal of(int status, @Nullable String code) {
        // a failing server or proxy may quote any code
        if (status >= 500 || status == 408 || status == 429) {
          return MOMENT;
        }
        if (code != null && GRANT_OVER_CODES.contains(code)) {
          return GRANT_OVER;
        }
        if (code != null && MOMENT_CODES.contains(code)) {
          return MOMENT;
        }
        // RFC 6749 5.2: 401 (Unauthorized) belongs to client authentication
        return status == 401 || (code != null && CLIENT_CODES.contains(code)) ? CLIENT : UNCLEAR;
      }
    }
  }

  public sealed interface Grant {
    /** The resources that the access token is for (RFC 8707 section 2.2). */
    List<URI> resources();

    /**
     * RFC 6749 section 4.1.3.
     *
     * @param redirectUri the redirect URI of the authorization request
     * @param codeVerifier the PKCE verifier (RFC 7636 section 4.5); null without PKCE
     */
    record AuthorizationCode(
        Secret code, URI redirectUri, @Nullable Secret codeVerifier, List<URI> resources)
        implements Grant {
      public AuthorizationCode {
        resources = List.copyOf(resources);
      }
    }

    /** RFC 6749 section 6. */
    record RefreshToken(Secret token, List<URI> resources) implements Grant {
      public RefreshToken {
        resources = List.copyOf(resources);
      }
    }

    /**
     * RFC 6749 section 4.4.
     *
     * @param scopes the requested scopes; if empty, the provider decides
     * @param parameters additional parameters, sorted by name
     */
    record ClientCredentials(Scopes scopes, List<URI> resources, Map<String, String> parameters)
        implements Grant, Checked<ClientCredentials> {
      private static final Set<String> OURS =
          Set.of(
              ("grant_type scope resource client_id client_secret client_assertion"
                      + " client_assertion_type")
                  .split(" "));

      public ClientCredentials {
        resources = List.copyOf(resources);
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
      }

      /**
       * Lists resources that are relative or have a fragment, and parameters that have no value, a
       * malformed name, or a name that TMS sends itself.
       */
      @Override
      public List<String> problems() {
        List<String> found = new ArrayList<>(scopes.problems());
        found.addAll(ClientChecks.problems(resources));
        found.addAll(
            Checked.failures(parameters.entrySet(), one -> check(one.getKey(), one.getValue())));
        return List.copyOf(found);
      }

      private static void check(String name, String value) {
        // RFC 6749 3.2: parameters sent without a value MUST be treated as if omitted
        Checked.require(
            name.matches("[\\x21-\\x7E]{1,100}") && !value.isEmpty(),
            "a parameter has a name of printable ASCII characters and a value: " + name);
        Checked.require(
            !OURS.contains(name), "the parameter " + name + " is set by settings of its own");
      }

      /** Omits the parameters' values, which may be secret. */
      @Override
      public String toString() {
        return "ClientCredentials[" + scopes + ", " + resources + ", " + parameters.keySet() + "]";
      }
    }
  }
}
