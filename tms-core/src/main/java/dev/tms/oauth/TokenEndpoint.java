package dev.tms.oauth;

import static java.util.Map.entry;

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

/** Redeems grants at the provider's token endpoint (RFC 6749 section 3.2). Thread-safe. */
public final class TokenEndpoint {
  private static final int MAX_BYTES = 256 * 1024;
  private static final Duration LEAST_FOR_A_REPETITION = Duration.ofMillis(500);

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
        new TokenAnswers(settings.defaultTokenLifetime(), settings.assumeBearer(), quirks),
        calls,
        clock);
  }

  /**
   * The endpoint, as a client without users uses it.
   *
   * @param timeout for one request
   * @param defaultTokenLifetime life of an access token that does not say
   * @param assumeBearer whether a token without {@code token_type} is a bearer token
   */
  public TokenEndpoint(
      String clientId,
      ClientAuthentication authentication,
      Duration timeout,
      Duration defaultTokenLifetime,
      boolean assumeBearer,
      ProviderCalls calls,
      InstantSource clock) {
    this(
        clientId,
        authentication,
        timeout,
        new TokenAnswers(defaultTokenLifetime, assumeBearer, ProviderQuirks.NONE),
        calls,
        clock);
  }

  private TokenEndpoint(
      String clientId,
      ClientAuthentication authentication,
      Duration timeout,
      TokenAnswers answers,
      ProviderCalls calls,
      InstantSource clock) {
    this.clientId = clientId;
    this.authentication = authentication;
    this.timeout = timeout;
    this.calls = calls;
    this.clock = clock;
    this.answers = answers;
  }

  /**
   * Redeems the grant. Repeated once, within the same timeout, where the connection was never made;
   * and where the provider refused the secret and its file has another by now; never otherwise: the
   * first request may have been carried out.
   *
   * @param asked the scopes that stand for the answer's where it says nothing
   */
  public TokenOutcome redeem(URI endpoint, Grant grant, Scopes asked) {
    Instant begin = clock.instant();
    Reply reply = send(endpoint, grant, timeout);
    if (reply instanceof ProviderTrouble trouble
        && trouble.kind() == ProviderTrouble.Kind.NOT_CONNECTED) {
      Duration left = timeout.minus(Duration.between(begin, clock.instant()));
      if (left.compareTo(LEAST_FOR_A_REPETITION) >= 0) {
        reply = send(endpoint, grant, left);
      }
    }
    List<String> secrets = secrets(grant);
    TokenOutcome outcome = answers.read(reply, asked, clock.instant(), endpoint, secrets);
    Duration left = timeout.minus(Duration.between(begin, clock.instant()));
    // RFC 6749 5.2: client authentication failed, so the grant was not looked at
    if (outcome instanceof TokenOutcome.Rejected rejected
        && rejected.error().equals("invalid_client")
        && left.compareTo(LEAST_FOR_A_REPETITION) >= 0
        && authentication.sharedSecret().stream().anyMatch(s -> s.refresh(clock.instant()))) {
      secrets.addAll(secrets(grant));
      outcome =
          answers.read(send(endpoint, grant, left), asked, clock.instant(), endpoint, secrets);
    }
    return outcome;
  }

  private Reply send(URI endpoint, Grant grant, Duration time) {
    return calls.sendForTokens(
        NimbusTransport.call(request(endpoint, grant).toHTTPRequest(), time, MAX_BYTES));
  }

  /** What is sent and must not be told, even where the provider's answer quotes it. */
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

  private TokenRequest request(URI endpoint, Grant grant) {
    com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials =
        NimbusTransport.authentication(clientId, authentication, clock.instant());
    TokenRequest.Builder builder =
        credentials == null
            ? new TokenRequest.Builder(endpoint, new ClientID(clientId), nimbusGrant(grant))
            : new TokenRequest.Builder(endpoint, credentials, nimbusGrant(grant));
    List<URI> resources = resources(grant);
    if (!resources.isEmpty()) {
      builder.resources(resources.toArray(new URI[0]));
    }
    if (grant instanceof Grant.ClientCredentials own) {
      if (!own.scopes().values().isEmpty()) {
        builder.scope(Scope.parse(own.scopes().values()));
      }
      own.parameters().forEach(builder::customParameter);
    }
    return builder.build();
  }

  private static List<URI> resources(Grant grant) {
    if (grant instanceof Grant.AuthorizationCode code) {
      return code.resources();
    }
    return grant instanceof Grant.RefreshToken refresh
        ? refresh.resources()
        : ((Grant.ClientCredentials) grant).resources();
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
   * What tells one request for a token by client credentials from another: everything that is sent,
   * in a fixed order and unambiguous. It holds the client's secret, so it is for a keyed hash and
   * for nothing else.
   */
  public static final class RequestFields {
    private RequestFields() {}

    /**
     * The fields.
     *
     * @param destination where it is sent: the issuer, or the token endpoint
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
      if (authentication instanceof ClientAuthentication.Basic basic) {
        fields.addAll(List.of("client_secret_basic", basic.secret().value().reveal()));
      } else if (authentication instanceof ClientAuthentication.Post post) {
        fields.addAll(List.of("client_secret_post", post.secret().value().reveal()));
      } else if (authentication instanceof ClientAuthentication.None) {
        fields.add("none");
      } else {
        throw new AssertionError(authentication.getClass());
      }
    }

    /** Behind its length, so that no value can pass for one of the next list. */
    private static void list(List<String> values, List<String> fields) {
      fields.add(Integer.toString(values.size()));
      fields.addAll(values);
    }
  }

  /** Revokes refresh tokens (RFC 7009), as well as it can. Thread-safe. */
  public static final class Revocation {
    private static final int MAX_BYTES = 64 * 1024;

    private final ClientSettings settings;
    private final ProviderCalls calls;
    private final InstantSource clock;

    public Revocation(ClientSettings settings, ProviderCalls calls, InstantSource clock) {
      this.settings = settings;
      this.calls = calls;
      this.clock = clock;
    }

    /** Revokes the token within the timeout; whether the provider has confirmed it. */
    public boolean revoke(URI endpoint, Secret refreshToken, Duration timeout) {
      RefreshToken token = new RefreshToken(refreshToken.reveal());
      com.nimbusds.oauth2.sdk.auth.ClientAuthentication credentials =
          NimbusTransport.authentication(settings, clock.instant());
      TokenRevocationRequest request =
          credentials == null
              ? new TokenRevocationRequest(endpoint, new ClientID(settings.clientId()), token)
              : new TokenRevocationRequest(endpoint, credentials, token);
      return calls.sendForStatus(
          "revocation", NimbusTransport.call(request.toHTTPRequest(), timeout, MAX_BYTES));
    }
  }

  /** How a token request went. */
  public sealed interface TokenOutcome
      permits TokenOutcome.Issued, TokenOutcome.Unusable, TokenOutcome.Rejected, ProviderTrouble {
    /**
     * Tokens (RFC 6749 section 5.1).
     *
     * @param accessToken with what was granted as its scopes, or what was asked for at most
     * @param refreshToken null where the answer has none
     * @param refreshExpiresAt where the provider says so
     * @param idToken not verified yet; null where the answer has none
     * @param lifetimeIsKnown whether answer or token say how long the access token lives
     * @param scopesAreKnown whether the answer says what was granted
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
     * The provider has carried out the request, and its access token is missing or not a bearer
     * token. A refresh token is good anyway, and the one that was handed in perhaps is not any
     * more.
     *
     * @param refreshToken null where the answer has none
     * @param refreshExpiresAt where the provider says so
     * @param reason a sentence for operators
     */
    record Unusable(
        @Nullable Secret refreshToken, @Nullable Instant refreshExpiresAt, String reason)
        implements TokenOutcome {}

    /**
     * The provider refuses (RFC 6749 section 5.2), and not for the moment alone.
     *
     * @param refusal what it speaks of; never {@link TokenRefusal#MOMENT}
     * @param status the HTTP status
     * @param error its code in lower case, or {@code unrecognized} where there is none that can be
     *     repeated
     * @param hasCode whether the answer has a code at all
     * @param retryAfter what the answer says about trying again
     * @param explanation what is known of such an error, a sentence for operators
     * @param said the beginning of the provider's own description, without anything secret; for
     *     logs
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

    /**
     * What a token answer without tokens speaks of: one rule for refreshes, logins and machines.
     */
    public enum TokenRefusal {
      /** The grant that was handed in is over, and no later request changes that. */
      GRANT_OVER,
      /**
       * The client, or what it asks for: it says nothing about the grant. An operator has to act.
       */
      CLIENT,
      /** The moment: a later request may succeed. */
      MOMENT,
      /** It cannot be told. */
      UNCLEAR;

      // RFC 6749 5.2 gives invalid_grant alone for a grant that is over; providers say it in these
      // words too (OpenID Connect Core 3.1.2.6, RFC 6750 3.1, RFC 8628 3.5, and their own)
      private static final Map<String, TokenRefusal> BY_WORD =
          Map.ofEntries(
              entry("invalid_grant", GRANT_OVER),
              entry("interaction_required", GRANT_OVER),
              entry("consent_required", GRANT_OVER),
              entry("login_required", GRANT_OVER),
              entry("account_selection_required", GRANT_OVER),
              entry("mfa_required", GRANT_OVER),
              entry("invalid_token", GRANT_OVER),
              entry("invalid_refresh_token", GRANT_OVER),
              entry("bad_refresh_token", GRANT_OVER),
              entry("expired_token", GRANT_OVER),
              entry("access_denied", GRANT_OVER),
              entry("invalid_client", CLIENT),
              entry("unauthorized_client", CLIENT),
              entry("incorrect_client_credentials", CLIENT),
              entry("unsupported_grant_type", CLIENT),
              entry("invalid_scope", CLIENT),
              entry("invalid_target", CLIENT),
              entry("invalid_dpop_proof", CLIENT),
              entry("use_dpop_nonce", CLIENT),
              entry("invalid_authorization_details", CLIENT),
              entry("not_allowed", CLIENT),
              entry("temporarily_unavailable", MOMENT),
              entry("slow_down", MOMENT),
              entry("ratelimited", MOMENT),
              entry("server_error", MOMENT));

      /**
       * The judgement of an answer with this status.
       *
       * @param word its error code in lower case; null where it has none
       */
      static TokenRefusal of(int status, @Nullable String word) {
        // a server or proxy in trouble may quote what it likes
        if (status >= 500 || status == 408 || status == 429) {
          return MOMENT;
        }
        TokenRefusal known = word == null ? null : BY_WORD.get(word);
        if (known != null) {
          return known;
        }
        // RFC 6749 5.2: 401 (Unauthorized) belongs to client authentication
        return status == 401 ? CLIENT : UNCLEAR;
      }
    }
  }

  /** What a token request hands in. */
  public sealed interface Grant {
    /**
     * An authorization code (RFC 6749 section 4.1.3).
     *
     * @param code the code
     * @param redirectUri the redirect URI of the authorization request
     * @param codeVerifier the PKCE verifier (RFC 7636 section 4.5), where PKCE is used
     * @param resources what the access token is for (RFC 8707 section 2.2)
     */
    record AuthorizationCode(
        Secret code, URI redirectUri, @Nullable Secret codeVerifier, List<URI> resources)
        implements Grant {
      public AuthorizationCode {
        resources = List.copyOf(resources);
      }
    }

    /**
     * A refresh token (RFC 6749 section 6).
     *
     * @param token the refresh token
     * @param resources what the access token is for (RFC 8707 section 2.2)
     */
    record RefreshToken(Secret token, List<URI> resources) implements Grant {
      public RefreshToken {
        resources = List.copyOf(resources);
      }
    }

    /**
     * The client's own credentials (RFC 6749 section 4.4), which stand in the request anyway.
     *
     * @param scopes what is asked for; none leaves it to the provider
     * @param resources what the token is for (RFC 8707); absolute, without a fragment
     * @param parameters sent besides, in the order of their names
     */
    record ClientCredentials(Scopes scopes, List<URI> resources, Map<String, String> parameters)
        implements Grant, Checked<ClientCredentials> {
      private static final Set<String> OURS =
          Set.of(
              "grant_type",
              "scope",
              "resource",
              "client_id",
              "client_secret",
              "client_assertion",
              "client_assertion_type");

      public ClientCredentials {
        resources = List.copyOf(resources);
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
      }

      /**
       * Which resources are not absolute or have a fragment, and which parameters have no name, no
       * value, or the name of one that is sent anyway.
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

      /** Without the parameters' values, which may be secret. */
      @Override
      public String toString() {
        return "ClientCredentials[" + scopes + ", " + resources + ", " + parameters.keySet() + "]";
      }
    }
  }
}
