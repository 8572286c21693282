package dev.tms.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.tms.token.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/** Builds logout requests (RP-Initiated Logout 1.0 section 2). */
final class EndSession {
  private EndSession() {}

  static URI uri(
      URI endpoint, String clientId, @Nullable Secret idToken, URI returnTo, String state) {
    return new LogoutRequest(
            endpoint, hint(idToken), null, new ClientID(clientId), returnTo, new State(state), null)
        .toURI();
  }

  /** The way of a provider that knows client and address alone. */
  static URI uri(URI endpoint, String clientId, String returnParameter, URI returnTo) {
    String query =
        "client_id="
            + encoded(clientId)
            + "&"
            + returnParameter
            + "="
            + encoded(returnTo.toString());
    String separator = endpoint.getRawQuery() == null ? "?" : "&";
    return URI.create(endpoint + separator + query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static @Nullable JWT hint(@Nullable Secret idToken) {
    try {
      return idToken == null ? null : SignedJWT.parse(idToken.reveal());
    } catch (ParseException e) {
      return null;
    }
  }
}
