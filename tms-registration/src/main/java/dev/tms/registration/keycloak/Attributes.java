package dev.tms.registration.keycloak;

/** Names of Keycloak's attributes of clients. */
final class Attributes {
  static final String PKCE = "pkce.code.challenge.method";
  static final String POST_LOGOUT = "post.logout.redirect.uris";
  static final String BACK_CHANNEL = "backchannel.logout.url";
  static final String BACK_CHANNEL_SESSION = "backchannel.logout.session.required";
  static final String FRONT_CHANNEL = "frontchannel.logout.url";
  static final String FRONT_CHANNEL_SESSION = "frontchannel.logout.session.required";
  static final String ACCESS_TOKEN_LIFE = "access.token.lifespan";
  static final String OFFLINE_MAX = "client.offline.session.max.lifespan";
  static final String OFFLINE_IDLE = "client.offline.session.idle.timeout";
  static final String DEVICE = "oauth2.device.authorization.grant.enabled";
  static final String DEVICE_LIFE = "oauth2.device.code.lifespan";
  static final String ID_TOKEN_ALGORITHM = "id.token.signed.response.alg";
  static final String LOGO = "logoUri";
  static final String REQUEST_OBJECT = "request.object.required";

  /** Separates the values of an attribute that is a list. */
  static final String SEPARATOR = "##";

  private Attributes() {}
}
