package dev.tms.testkit;

import static dev.tms.testkit.Misbehaviour.Group.AFTER;
import static dev.tms.testkit.Misbehaviour.Group.AUTHORIZATION_RESPONSE;
import static dev.tms.testkit.Misbehaviour.Group.BEFORE;
import static dev.tms.testkit.Misbehaviour.Group.DISCOVERY;
import static dev.tms.testkit.Misbehaviour.Group.ID_TOKEN;
import static dev.tms.testkit.Misbehaviour.Group.INTROSPECTION;
import static dev.tms.testkit.Misbehaviour.Group.JWKS;
import static dev.tms.testkit.Misbehaviour.Group.TOKEN_ANSWER;
import static dev.tms.testkit.Misbehaviour.Group.TOKEN_BODY;
import static dev.tms.testkit.Misbehaviour.Group.USERINFO;

import java.util.Set;

/**
 * A fault of the provider; see {@link TestProvider#misbehave}.
 *
 * <p>"Without effect" means that the request is not processed (a refresh token stays valid), "after
 * the effect" that only the response is faulty (a one-time refresh token is used up).
 */
public enum Misbehaviour {

  /** Closes the connection without an answer, without effect. */
  DROP_BEFORE(BEFORE),
  /** 500 with a text body, without effect. */
  STATUS_500(BEFORE),
  /** 503 with {@code Retry-After: 7}, without effect. */
  STATUS_503(BEFORE),
  /** 400 {@code invalid_grant}, without effect. */
  INVALID_GRANT(BEFORE),
  /** 401 {@code invalid_client}, without effect. */
  INVALID_CLIENT(BEFORE),
  /** 400 {@code interaction_required}, Entra's response for an ended grant; without effect. */
  INTERACTION_REQUIRED(BEFORE),
  /** 400 {@code invalid_request}, LemonLDAP::NG's response for an ended grant; without effect. */
  INVALID_REQUEST(BEFORE),
  /** 400 with neither body nor content type, as from Glewlwyd; without effect. */
  EMPTY_400(BEFORE),
  /** 200 with {@code error=bad_refresh_token} in a form, as from GitHub; without effect. */
  ERROR_WITH_STATUS_200(BEFORE),
  /** 400 with markup in error code and description, without effect. */
  STRANGE_ERROR(BEFORE),
  /** 302 to another path of the provider, logged as {@link RequestKind#OTHER}; without effect. */
  REDIRECT(BEFORE),

  /** Closes the connection without an answer, after the effect. */
  DROP_AFTER(AFTER),
  /** Closes the connection in the middle of the body, after the effect. */
  CUT_BODY(AFTER),
  /** 500 with a text body, after the effect. */
  STATUS_500_AFTER(AFTER),
  /** An empty body, after the effect. */
  EMPTY_BODY(AFTER),
  /** Malformed JSON with the correct content type, after the effect. */
  GARBAGE_BODY(AFTER),
  /** An HTML page with status 200, after the effect. */
  HTML_BODY(AFTER),
  /** The first half of the correct body with a matching length, after the effect. */
  TRUNCATED_JSON(AFTER),
  /** The correct body as {@code text/plain}, after the effect. */
  WRONG_CONTENT_TYPE(AFTER),
  /** Valid JSON that begins with a member of 8 MiB, after the effect. */
  HUGE_BODY(AFTER),

  /** No {@code access_token}. */
  NO_ACCESS_TOKEN(TOKEN_ANSWER),
  /** No {@code id_token}. */
  NO_ID_TOKEN(TOKEN_ANSWER),
  /** No {@code expires_in}. */
  NO_EXPIRES_IN(TOKEN_ANSWER),
  /** No {@code token_type}. */
  NO_TOKEN_TYPE(TOKEN_ANSWER),
  /** An unknown {@code token_type}. */
  UNKNOWN_TOKEN_TYPE(TOKEN_ANSWER),
  /** No {@code refresh_token}; with rotation the used one is invalid nevertheless. */
  NO_REFRESH_TOKEN(TOKEN_ANSWER),
  /** No {@code scope}. */
  NO_SCOPE(TOKEN_ANSWER),

  /** A form instead of JSON. */
  FORM_BODY(TOKEN_BODY),
  /** Status 201. */
  STATUS_201(TOKEN_BODY),
  /** Text after the JSON object. */
  TRAILING_TEXT(TOKEN_BODY),
  /** {@code expires_in} twice, with the same value. */
  REPEATED_MEMBER(TOKEN_BODY),
  /** {@code refresh_token} twice, the valid one last. */
  TWO_REFRESH_TOKENS(TOKEN_BODY),

  /** {@code iss} of another provider. */
  ID_TOKEN_WRONG_ISSUER(ID_TOKEN),
  /** No {@code iss}. */
  ID_TOKEN_NO_ISSUER(ID_TOKEN),
  /** Another user's {@code sub}. */
  ID_TOKEN_WRONG_SUBJECT(ID_TOKEN),
  /** No {@code sub}. */
  ID_TOKEN_NO_SUBJECT(ID_TOKEN),
  /** No {@code aud}. */
  ID_TOKEN_NO_AUDIENCE(ID_TOKEN),
  /** {@code aud} of another client. */
  ID_TOKEN_OTHER_AUDIENCE(ID_TOKEN),
  /** Two values of {@code aud}, one of them correct, without {@code azp}. */
  ID_TOKEN_AUDIENCES_WITHOUT_AZP(ID_TOKEN),
  /** The correct {@code aud} with {@code azp} of another client. */
  ID_TOKEN_WRONG_AZP(ID_TOKEN),
  /** Expired an hour ago. */
  ID_TOKEN_EXPIRED(ID_TOKEN),
  /** No {@code exp}. */
  ID_TOKEN_NO_EXPIRY(ID_TOKEN),
  /** Issued an hour from now. */
  ID_TOKEN_ISSUED_IN_FUTURE(ID_TOKEN),
  /** No {@code iat}. */
  ID_TOKEN_NO_ISSUED_AT(ID_TOKEN),
  /** No {@code nonce}. */
  ID_TOKEN_NO_NONCE(ID_TOKEN),
  /** A wrong {@code nonce}. */
  ID_TOKEN_WRONG_NONCE(ID_TOKEN),
  /** {@code at_hash} of another access token. */
  ID_TOKEN_WRONG_AT_HASH(ID_TOKEN),
  /** No {@code auth_time}. */
  ID_TOKEN_NO_AUTH_TIME(ID_TOKEN),
  /** {@code auth_time} of two days ago. */
  ID_TOKEN_OLD_AUTH_TIME(ID_TOKEN),
  /** Signed by another key, under the {@code kid} of the current one. */
  ID_TOKEN_WRONG_SIGNATURE(ID_TOKEN),
  /** Signed by another key, under a {@code kid} that is never published. */
  ID_TOKEN_UNKNOWN_KID(ID_TOKEN),
  /**
   * Correctly signed but without {@code kid}, which is valid with a single key (OpenID Connect Core
   * 10.1).
   */
  ID_TOKEN_NO_KID(ID_TOKEN),
  /** {@code alg: none}. */
  ID_TOKEN_ALG_NONE(ID_TOKEN),
  /** HS256 with the provider's public key (PEM) as the secret. */
  ID_TOKEN_HS256_PUBLIC_KEY(ID_TOKEN),
  /** HS256 with the client's secret, or a public client's id. */
  ID_TOKEN_HS256_CLIENT_SECRET(ID_TOKEN),
  /** RS512 with a valid signature, but missing in the discovery document. */
  ID_TOKEN_UNLISTED_ALGORITHM(ID_TOKEN),
  /** An unsigned JWT in a JWE (RSA-OAEP-256) encrypted to the provider's own public key. */
  ID_TOKEN_ENCRYPTED_UNSIGNED(ID_TOKEN),
  /** No JWT at all. */
  ID_TOKEN_NOT_A_JWT(ID_TOKEN),

  /** {@code iss} of another provider. */
  RESPONSE_WRONG_ISSUER(AUTHORIZATION_RESPONSE),
  /** No {@code iss}. */
  RESPONSE_NO_ISSUER(AUTHORIZATION_RESPONSE),
  /** A wrong {@code state}. */
  RESPONSE_WRONG_STATE(AUTHORIZATION_RESPONSE),
  /** No {@code state}. */
  RESPONSE_NO_STATE(AUTHORIZATION_RESPONSE),
  /** No {@code code}. */
  RESPONSE_NO_CODE(AUTHORIZATION_RESPONSE),
  /** A {@code code} that was never issued. */
  RESPONSE_WRONG_CODE(AUTHORIZATION_RESPONSE),
  /** {@code code} and {@code error} together. */
  RESPONSE_CODE_AND_ERROR(AUTHORIZATION_RESPONSE),
  /** {@code error=access_denied}. */
  RESPONSE_ACCESS_DENIED(AUTHORIZATION_RESPONSE),
  /** {@code error=temporarily_unavailable}. */
  RESPONSE_TEMPORARILY_UNAVAILABLE(AUTHORIZATION_RESPONSE),
  /** Markup in error code and description. */
  RESPONSE_STRANGE_ERROR(AUTHORIZATION_RESPONSE),

  /** {@code invalid_request} with the description "auth mode not allowed", as from Centrify. */
  RESPONSE_AUTH_MODE_NOT_ALLOWED(AUTHORIZATION_RESPONSE),

  /** Another user's {@code sub}. */
  USERINFO_WRONG_SUBJECT(USERINFO),
  /** Another user's {@code sub}. */
  INTROSPECTION_WRONG_SUBJECT(INTROSPECTION),
  /** No {@code sub}. */
  INTROSPECTION_NO_SUBJECT(INTROSPECTION),
  /** {@code client_id} of another client. */
  INTROSPECTION_OTHER_CLIENT(INTROSPECTION),
  /** {@code active: false} for every token. */
  INTROSPECTION_INACTIVE(INTROSPECTION),
  /** {@code issuer} of another provider. */
  DISCOVERY_WRONG_ISSUER(DISCOVERY),
  /** {@code issuer} that differs in a trailing slash. */
  DISCOVERY_ISSUER_SLASH(DISCOVERY),
  /** No {@code token_endpoint}. */
  DISCOVERY_NO_TOKEN_ENDPOINT(DISCOVERY),
  /** An empty key set. */
  JWKS_EMPTY(JWKS);

  /** The requests that a fault applies to. */
  enum Group {
    BEFORE(RequestKind.values()),
    AFTER(RequestKind.values()),
    TOKEN_ANSWER(
        RequestKind.TOKEN_CODE, RequestKind.TOKEN_REFRESH, RequestKind.TOKEN_CLIENT_CREDENTIALS),
    TOKEN_BODY(
        RequestKind.TOKEN_CODE, RequestKind.TOKEN_REFRESH, RequestKind.TOKEN_CLIENT_CREDENTIALS),
    ID_TOKEN(RequestKind.TOKEN_CODE, RequestKind.TOKEN_REFRESH),
    AUTHORIZATION_RESPONSE(RequestKind.AUTHORIZATION),
    USERINFO(RequestKind.USERINFO),
    INTROSPECTION(RequestKind.INTROSPECTION),
    DISCOVERY(RequestKind.DISCOVERY),
    JWKS(RequestKind.JWKS);

    @SuppressWarnings("ImmutableEnumChecker") // a set that cannot change
    private final Set<RequestKind> kinds;

    Group(RequestKind... kinds) {
      this.kinds = Set.of(kinds);
    }
  }

  private final Group group;

  Misbehaviour(Group group) {
    this.group = group;
  }

  Group group() {
    return group;
  }

  /** Whether this fault can occur with requests of this kind. */
  public boolean appliesTo(RequestKind kind) {
    return group.kinds.contains(kind);
  }
}
