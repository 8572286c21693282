package dev.tms.registration;

import static dev.tms.registration.ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ACCESS_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ACCESS_TOKEN_TYPE;
import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.ClientProperties.ALLOWED_GRANT_TYPES;
import static dev.tms.registration.ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS;
import static dev.tms.registration.ClientProperties.ALLOWED_SCOPES;
import static dev.tms.registration.ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER;
import static dev.tms.registration.ClientProperties.ALLOW_OFFLINE_ACCESS;
import static dev.tms.registration.ClientProperties.ALLOW_PLAIN_TEXT_PKCE;
import static dev.tms.registration.ClientProperties.ALLOW_REMEMBER_CONSENT;
import static dev.tms.registration.ClientProperties.ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN;
import static dev.tms.registration.ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS;
import static dev.tms.registration.ClientProperties.AUTHORIZATION_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.CLAIMS;
import static dev.tms.registration.ClientProperties.CLIENT_CLAIMS_PREFIX;
import static dev.tms.registration.ClientProperties.CLIENT_ID;
import static dev.tms.registration.ClientProperties.CLIENT_NAME;
import static dev.tms.registration.ClientProperties.CLIENT_SECRETS;
import static dev.tms.registration.ClientProperties.CLIENT_URI;
import static dev.tms.registration.ClientProperties.CONSENT_LIFETIME;
import static dev.tms.registration.ClientProperties.DESCRIPTION;
import static dev.tms.registration.ClientProperties.DEVICE_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.ENABLED;
import static dev.tms.registration.ClientProperties.ENABLE_LOCAL_LOGIN;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.IDENTITY_PROVIDER_RESTRICTIONS;
import static dev.tms.registration.ClientProperties.IDENTITY_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.INCLUDE_JWT_ID;
import static dev.tms.registration.ClientProperties.LOGO_URI;
import static dev.tms.registration.ClientProperties.PAIR_WISE_SUBJECT_SALT;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.PROPERTIES;
import static dev.tms.registration.ClientProperties.PROTOCOL_TYPE;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REFRESH_TOKEN_EXPIRATION;
import static dev.tms.registration.ClientProperties.REFRESH_TOKEN_USAGE;
import static dev.tms.registration.ClientProperties.REQUIRE_CLIENT_SECRET;
import static dev.tms.registration.ClientProperties.REQUIRE_CONSENT;
import static dev.tms.registration.ClientProperties.REQUIRE_PKCE;
import static dev.tms.registration.ClientProperties.REQUIRE_REQUEST_OBJECT;
import static dev.tms.registration.ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH;
import static dev.tms.registration.ClientProperties.USER_CODE_TYPE;
import static dev.tms.registration.ClientProperties.USER_SSO_LIFETIME;

import java.util.List;

/** Which of the {@link ClientProperties} there are, in the order in which people read them. */
final class ClientShape {
  static final Shape SHAPE =
      Shape.named(
          "client",
          CLIENT_ID,
          List.of(
              CLIENT_ID,
              CLIENT_NAME,
              CLIENT_URI,
              LOGO_URI,
              ENABLED,
              PROTOCOL_TYPE,
              DESCRIPTION,
              PAIR_WISE_SUBJECT_SALT,
              USER_CODE_TYPE,
              IDENTITY_TOKEN_LIFETIME,
              ACCESS_TOKEN_LIFETIME,
              AUTHORIZATION_CODE_LIFETIME,
              ABSOLUTE_REFRESH_TOKEN_LIFETIME,
              SLIDING_REFRESH_TOKEN_LIFETIME,
              CONSENT_LIFETIME,
              USER_SSO_LIFETIME,
              DEVICE_CODE_LIFETIME,
              REFRESH_TOKEN_USAGE,
              UPDATE_ACCESS_TOKEN_CLAIMS_ON_REFRESH,
              REFRESH_TOKEN_EXPIRATION,
              ACCESS_TOKEN_TYPE,
              ENABLE_LOCAL_LOGIN,
              INCLUDE_JWT_ID,
              REQUIRE_CLIENT_SECRET,
              REQUIRE_CONSENT,
              ALLOW_REMEMBER_CONSENT,
              REQUIRE_PKCE,
              ALLOW_PLAIN_TEXT_PKCE,
              REQUIRE_REQUEST_OBJECT,
              ALLOW_ACCESS_TOKENS_VIA_BROWSER,
              ALWAYS_SEND_CLIENT_CLAIMS,
              CLIENT_CLAIMS_PREFIX,
              ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN,
              ALLOW_OFFLINE_ACCESS,
              FRONT_CHANNEL_LOGOUT_URI,
              FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED,
              BACK_CHANNEL_LOGOUT_URI,
              BACK_CHANNEL_LOGOUT_SESSION_REQUIRED,
              CLIENT_SECRETS,
              REDIRECT_URIS,
              POST_LOGOUT_REDIRECT_URIS,
              ALLOWED_CORS_ORIGINS,
              ALLOWED_GRANT_TYPES,
              ALLOWED_SCOPES,
              ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
              IDENTITY_PROVIDER_RESTRICTIONS,
              CLAIMS,
              PROPERTIES));

  private ClientShape() {}
}
