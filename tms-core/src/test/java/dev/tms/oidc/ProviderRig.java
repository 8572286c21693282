package dev.tms.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.Provider;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.CallbackOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.web.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** A client at a made-up provider, and logins and refreshes whose answers can be changed. */
final class ProviderRig {
  final Rig rig = new Rig();
  ClientSettings settings = Rig.settings();
  OidcClient client;

  /** Claims of the next ID token; {@code nonce} is put in at login. */
  final Map<String, Object> claims = new LinkedHashMap<>();

  /** Members of the next token answer; {@code id_token} is put in. */
  final Map<String, Object> tokens = new LinkedHashMap<>();

  ProviderRig() {
    long now = rig.clock.instant().getEpochSecond();
    claims.put("iss", Rig.ISSUER);
    claims.put("sub", "alice");
    claims.put("aud", "shop");
    claims.put("exp", now + 300);
    claims.put("iat", now);
    claims.put("auth_time", now - 5);
    claims.put("sid", "sid-1");
    claims.put("acr", "urn:mace:gold");
    claims.put("name", "Alice");
    claims.put("at_hash", atHash("at-1"));
    tokens.put("access_token", "at-1");
    tokens.put("token_type", "Bearer");
    tokens.put("expires_in", 300);
    tokens.put("refresh_token", "rt-1");
    tokens.put("scope", "openid profile");
  }

  static String atHash(String accessToken) {
    return AccessTokenHash.compute(new BearerAccessToken(accessToken), JWSAlgorithm.RS256, null)
        .getValue();
  }

  OidcClient client() {
    if (client == null) {
      client =
          new OidcClient(
              Provider.discover(Rig.ISSUER),
              settings,
              rig.sender,
              rig.events::add,
              rig.clock,
              rig.random);
    }
    return client;
  }

  /** Claims without this one. */
  ProviderRig without(String claim) {
    claims.remove(claim);
    return this;
  }

  /** Claims with this one. */
  ProviderRig with(String claim, Object value) {
    claims.put(claim, value);
    return this;
  }

  /** Answers token requests with the tokens, and with an ID token of the claims. */
  void answerTokens(Map<String, Object> idTokenClaims) {
    answerTokens(Rig.jwt(Rig.KEY, idTokenClaims));
  }

  void answerTokens(String idToken) {
    Map<String, Object> members = new LinkedHashMap<>(tokens);
    members.put("id_token", idToken);
    rig.sender.on("/token", FakeSender.json(200, members));
  }

  Transaction begin(LoginParameters login) {
    return ((AuthorizeOutcome.Redirect) client().authorize(login)).transaction();
  }

  ValidatedCallback callback(Transaction transaction) {
    CallbackOutcome outcome =
        client().check(transaction, Parameters.parse("code=c&state=" + transaction.state()));
    return ((CallbackOutcome.Accepted) outcome).callback();
  }

  /** A whole login; the nonce is the right one unless the claims have one. */
  RedeemOutcome login(LoginParameters login) {
    Transaction transaction = begin(login);
    Map<String, Object> all = new LinkedHashMap<>(claims);
    all.putIfAbsent("nonce", transaction.nonce());
    all.values().removeIf(value -> value.equals("absent"));
    answerTokens(all);
    return client().redeem(callback(transaction));
  }

  RedeemOutcome login() {
    return login(LoginParameters.NONE);
  }

  RedeemOutcome.Redeemed loggedIn() {
    return (RedeemOutcome.Redeemed) login();
  }
}
