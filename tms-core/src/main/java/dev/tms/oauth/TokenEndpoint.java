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
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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

  /** The endpoint, as this client uses it. */
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
    if (reply instanceof Reply.Failed failed && failed.notConnected()) {
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

    /** Revocation by this client. */
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
}
