package dev.tms.oidc;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import dev.tms.token.Secret;
import java.net.URI;
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

  private static @Nullable JWT hint(@Nullable Secret idToken) {
    try {
      return idToken == null ? null : SignedJWT.parse(idToken.reveal());
    } catch (ParseException e) {
      return null;
    }
  }
}
