package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.contract.FreePort;

/**
 * The recipe's realm with what the tests need on top: short-lived access tokens, addresses on free
 * ports, and a public client.
 *
 * @param json what Keycloak imports
 * @param httpPort where the service is, in the clear
 * @param httpsPort where the service is, over TLS
 */
record Realm(ObjectNode json, int httpPort, int httpsPort) {
  static final String NAME = "tms";
  static final String CLIENT = "tms";
  static final String SECRET = "change-me";
  static final String PUBLIC_CLIENT = "tms-public";
  static final int ACCESS_TOKEN_SECONDS = 8;

  static Realm forTests() {
    return forTests(FreePort.next());
  }

  static Realm forTests(int httpPort) {
    ObjectNode realm = Recipe.realm();
    Realm result = new Realm(realm, httpPort, FreePort.next());
    ObjectNode confidential = (ObjectNode) realm.path("clients").path(0);
    result.adapt(confidential);
    ObjectNode open = confidential.deepCopy();
    open.put("clientId", PUBLIC_CLIENT).put("publicClient", true).remove("secret");
    // Keycloak tells this one of no logout: it has to find out
    ((ObjectNode) open.path("attributes")).remove("backchannel.logout.url");
    realm.withArray("clients").add(open);
    return result;
  }

  String httpUrl() {
    return "http://localhost:" + httpPort;
  }

  String httpsUrl() {
    return "https://localhost:" + httpsPort;
  }

  private void adapt(ObjectNode client) {
    client.putArray("redirectUris").add(httpUrl() + "/callback").add(httpsUrl() + "/callback");
    ((ObjectNode) client.path("attributes"))
        .put("access.token.lifespan", String.valueOf(ACCESS_TOKEN_SECONDS))
        .put("backchannel.logout.url", "http://127.0.0.1:" + httpPort + "/Auth/BackChannelLogout")
        .put("backchannel.logout.session.required", "true")
        .put(
            "post.logout.redirect.uris",
            httpUrl() + "/Auth/LoggedOut##" + httpsUrl() + "/Auth/LoggedOut");
  }
}
