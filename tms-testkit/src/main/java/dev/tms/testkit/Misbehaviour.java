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
 * One way of doing it wrong; see {@link TestProvider#misbehave}.
 *
 * <p>"Without effect" means that the request is not carried out (a refresh token stays good),
 * "after the effect" that it is (a one-time refresh token is gone) and only the answer is bad.
 */
public enum Misbehaviour {
  // --- any request, without effect

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
  /**
   * 400 {@code interaction_required}, as Entra answers for a grant that is over; without effect.
   */
  INTERACTION_REQUIRED(BEFORE),
  /**
   * 400 {@code invalid_request}, as LemonLDAP::NG answers for a grant that is over; without effect.
   */
  INVALID_REQUEST(BEFORE),
  /** 400 with neither body nor content type, as Glewlwyd answers; without effect. */
  EMPTY_400(BEFORE),
  /** 200 with {@code error=bad_refresh_token} in a form, as GitHub answers; without effect. */
  ERROR_WITH_STATUS_200(BEFORE),
  /** 400 with an error code and a description that contain markup, without effect. */
  STRANGE_ERROR(BEFORE),
  /**
   * 302 to another path of the provider, which counts as {@link RequestKind#OTHER}; without effect.
   */
  REDIRECT(BEFORE),

  // --- any request, after the effect

  /** Closes the connection without an answer, after the effect. */
  DROP_AFTER(AFTER),
  /** Closes the connection in the middle of the body, after the effect. */
  CUT_BODY(AFTER),
  /** 500 with a text body, after the effect. */
  STATUS_500_AFTER(AFTER),
  /** No body at all, after the effect. */
  EMPTY_BODY(AFTER),
  /** The right content type, but no JSON; after the effect. */
  GARBAGE_BODY(AFTER),
  /** An HTML page with status 200, after the effect. */
  HTML_BODY(AFTER),
  /** The first half of the right body, with the length to match; after the effect. */
  TRUNCATED_JSON(AFTER),
  /** The right body as {@code text/plain}, after the effect. */
  WRONG_CONTENT_TYPE(AFTER),
  /** Valid JSON with a member of 8 MiB before the right ones, after the effect. */
  HUGE_BODY(AFTER),

  // --- members of a token answer

  /** No {@code access_token}. */
  NO_ACCESS_TOKEN(TOKEN_ANSWER),
  /** No {@code id_token}. */
  NO_ID_TOKEN(TOKEN_ANSWER),
  /** No {@code expires_in}. */
  NO_EXPIRES_IN(TOKEN_ANSWER),
  /** No {@code token_type}. */
  NO_TOKEN_TYPE(TOKEN_ANSWER),
  /** {@code token_type} that it is not known. */
  UNKNOWN_TOKEN_TYPE(TOKEN_ANSWER),
  /** No {@code refresh_token}; with rotation the provider has made the new one anyway. */
  NO_REFRESH_TOKEN(TOKEN_ANSWER),
  /** No {@code scope}. */
  NO_SCOPE(TOKEN_ANSWER),

  // --- the form of a token answer, whose content is right

  /** As a form in place of JSON. */
  FORM_BODY(TOKEN_BODY),
  /** Status 201. */
  STATUS_201(TOKEN_BODY),
  /** Text after the JSON object. */
  TRAILING_TEXT(TOKEN_BODY),
  /** {@code expires_in} twice, with one value. */
  REPEATED_MEMBER(TOKEN_BODY),
  /** {@code refresh_token} twice, the right one last. */
  TWO_REFRESH_TOKENS(TOKEN_BODY),

  // --- the ID token

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
  /** Two values of {@code aud}, one of them right, without {@code azp}. */
  ID_TOKEN_AUDIENCES_WITHOUT_AZP(ID_TOKEN),
  /** The right {@code aud} with {@code azp} of another client. */
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
  /** Another {@code nonce}. */
  ID_TOKEN_WRONG_NONCE(ID_TOKEN),
  /** {@code at_hash} of another access token. */
  ID_TOKEN_WRONG_AT_HASH(ID_TOKEN),
  /** No {@code auth_time}. */
  ID_TOKEN_NO_AUTH_TIME(ID_TOKEN),
  /** {@code auth_time} two days ago. */
  ID_TOKEN_OLD_AUTH_TIME(ID_TOKEN),
  /** Signed by another key under the right {@code kid}. */
  ID_TOKEN_WRONG_SIGNATURE(ID_TOKEN),
  /** Signed by another key under a {@code kid} that is never published. */
  ID_TOKEN_UNKNOWN_KID(ID_TOKEN),
  /**
   * Rightly signed without {@code kid}; no fault in itself (OpenID Connect Core 10.1, single key).
   */
  ID_TOKEN_NO_KID(ID_TOKEN),
  /** {@code alg: none}. */
  ID_TOKEN_ALG_NONE(ID_TOKEN),
  /** HS256 with the provider's public key (PEM) as the secret. */
  ID_TOKEN_HS256_PUBLIC_KEY(ID_TOKEN),
  /** HS256 with the client's secret (its id where it is public). */
  ID_TOKEN_HS256_CLIENT_SECRET(ID_TOKEN),
  /** RS512, rightly signed, but not in the discovery document. */
  ID_TOKEN_UNLISTED_ALGORITHM(ID_TOKEN),
  /** An unsigned JWT inside a JWE (RSA-OAEP-256) to the provider's own public key. */
  ID_TOKEN_ENCRYPTED_UNSIGNED(ID_TOKEN),
  /** Not a JWT at all. */
  ID_TOKEN_NOT_A_JWT(ID_TOKEN),

  // --- the authorization response, whichever request leads to it

  /** {@code iss} of another provider. */
  RESPONSE_WRONG_ISSUER(AUTHORIZATION_RESPONSE),
  /** No {@code iss}. */
  RESPONSE_NO_ISSUER(AUTHORIZATION_RESPONSE),
  /** Another {@code state}. */
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
  /** An error code and a description that contain markup. */
  RESPONSE_STRANGE_ERROR(AUTHORIZATION_RESPONSE),

  /** {@code invalid_request} with the description "auth mode not allowed", as Centrify has it. */
  RESPONSE_AUTH_MODE_NOT_ALLOWED(AUTHORIZATION_RESPONSE),

  // --- userinfo, introspection, discovery, keys

  /** Another user's {@code sub}. */
  USERINFO_WRONG_SUBJECT(USERINFO),
  /** Another user's {@code sub}. */
  INTROSPECTION_WRONG_SUBJECT(INTROSPECTION),
  /** No {@code sub}. */
  INTROSPECTION_NO_SUBJECT(INTROSPECTION),
  /** {@code client_id} of another client. */
  INTROSPECTION_OTHER_CLIENT(INTROSPECTION),
  /** {@code active: false}, whatever the token. */
  INTROSPECTION_INACTIVE(INTROSPECTION),
  /** {@code issuer} of another provider. */
  DISCOVERY_WRONG_ISSUER(DISCOVERY),
  /** {@code issuer} that differs by a slash at the end. */
  DISCOVERY_ISSUER_SLASH(DISCOVERY),
  /** No {@code token_endpoint}. */
  DISCOVERY_NO_TOKEN_ENDPOINT(DISCOVERY),
  /** No keys. */
  JWKS_EMPTY(JWKS);

  /** What requests can show it. */
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

  /** Whether requests of this kind can show it. */
  public boolean appliesTo(RequestKind kind) {
    return group.kinds.contains(kind);
  }
}
