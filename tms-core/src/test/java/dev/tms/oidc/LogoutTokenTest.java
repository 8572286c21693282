package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.LogoutToken;
import dev.tms.oidc.OidcClient.LogoutTokenOutcome;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.token.Scopes;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenID Connect Back-Channel Logout 1.0, sections 2.4 and 2.6. */
final class LogoutTokenTest {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final ProviderRig provider = new ProviderRig();
  private final long now = provider.rig.clock.instant().getEpochSecond();
  private final Map<String, Object> claims = new LinkedHashMap<>();
  private String type = "logout+jwt";

  LogoutTokenTest() {
    claims.put("iss", Rig.ISSUER);
    claims.put("aud", "shop");
    claims.put("iat", now);
    claims.put("exp", now + 120);
    claims.put("jti", "j-1");
    claims.put("events", Map.of(EVENT, Map.of()));
    claims.put("sub", "alice");
    claims.put("sid", "sid-1");
  }

  private LogoutTokenOutcome check() {
    return provider.client().checkLogout(Rig.jwt(header().build(), Rig.signer(Rig.KEY), claims));
  }

  private JWSHeader.Builder header() {
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(Rig.KEY.getKeyID());
    return type == null ? header : header.type(new JOSEObjectType(type));
  }

  private static JWSSigner forger() {
    return Rig.signer(Rig.OTHER_KEY);
  }

  private LogoutToken accepted() {
    LogoutTokenOutcome outcome = check();
    assertThat(outcome).isInstanceOf(LogoutTokenOutcome.Verified.class);
    return ((LogoutTokenOutcome.Verified) outcome).token();
  }

  private void refused(String why) {
    assertThat(check())
        .isInstanceOfSatisfying(
            LogoutTokenOutcome.Invalid.class, r -> assertThat(r.reason()).contains(why));
  }

  @Test
  void check_right_saysWhatItSays() {
    LogoutToken token = accepted();

    assertThat(token.issuer()).isEqualTo(Rig.ISSUER);
    assertThat(token.subject()).isEqualTo("alice");
    assertThat(token.providerSession()).isEqualTo("sid-1");
    assertThat(token.id()).isEqualTo("j-1");
    assertThat(token.issuedAt()).isEqualTo(Instant.ofEpochSecond(now));
    assertThat(token.toString()).isEqualTo("LogoutToken[redacted]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"logout+jwt", "LOGOUT+JWT", "application/logout+jwt", "JWT", "application/jwt"})
  void check_typ_inEveryWritingOfIt(String typ) {
    type = typ;

    accepted();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"at+jwt", "logout", "text/logout+jwt", "text/jwt", "secevent+jwt", "userinfo+jwt"})
  void check_otherTyp_isRefused(String typ) {
    type = typ;

    refused("typ");
  }

  @Test
  void check_noTyp_isAccepted() {
    type = null;

    accepted();
  }

  @ParameterizedTest
  @CsvSource({"exp,-59", "iat,60", "iat,-659", "nbf,60"})
  void check_timesAtTheEdge_areAccepted(String name, long offset) {
    claims.put(name, now + offset);
    if (name.equals("exp")) {
      claims.put("iat", now + offset - 10);
    }

    accepted();
  }

  @ParameterizedTest
  @CsvSource({"exp,-60", "iat,61", "iat,-660", "nbf,62"})
  void check_timesBeyondTheEdge_areRefused(String name, long offset) {
    claims.put(name, now + offset);
    if (name.equals("exp")) {
      claims.put("iat", now + offset - 10);
    }

    refused("its " + name);
  }

  @Test
  void acceptableUntil_isWhenItWouldBeRefused() {
    assertThat(accepted().acceptableUntil()).isEqualTo(Instant.ofEpochSecond(now + 180));

    claims.put("exp", now + 1_000_000);
    assertThat(accepted().acceptableUntil())
        .as("not remembered for as long as a provider likes")
        .isEqualTo(Instant.ofEpochSecond(now + 660));
  }

  @Test
  void check_noExp_countsForTwoMinutesFromIat() {
    claims.remove("exp");
    assertThat(accepted().acceptableUntil()).isEqualTo(Instant.ofEpochSecond(now + 180));

    claims.put("iat", now - 179);
    accepted();
    claims.put("iat", now - 180);
    refused("its exp");
  }

  @Test
  void check_expNull_isAbsentAndExpMalformed_isRefused() {
    claims.put("exp", null);
    accepted();

    claims.put("exp", "soon");
    refused("its exp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "iat", "jti", "events"})
  void check_requiredClaimMissing_isRefused(String name) {
    claims.remove(name);

    refused("its " + name);
  }

  @Test
  void check_subOrSidAlone_isEnough() {
    claims.remove("sub");
    assertThat(accepted().subject()).isNull();
    claims.put("sub", "alice");
    claims.remove("sid");
    assertThat(accepted().providerSession()).isNull();
    claims.remove("sub");
    refused("neither");
  }

  @Test
  void check_sidOrSubNull_isAbsent() {
    claims.put("sid", null);
    assertThat(accepted().providerSession()).isNull();
    claims.put("sub", null);
    refused("neither");
  }

  @Test
  void check_nonce_isRefusedUnlessNull() {
    claims.put("nonce", null);
    accepted();

    claims.put("nonce", "");
    refused("nonce");
  }

  @Test
  void check_eventNotAnObject_isRefused() {
    for (Object event : new Object[] {"yes", true, List.of(), 1}) {
      claims.put("events", Map.of(EVENT, event));
      refused("events");
    }
    claims.put("events", EVENT);
    refused("events");
  }

  @Test
  void check_malformedSid_isNotTakenForALogoutOfAll() {
    claims.put("sid", List.of("sid-1"));

    refused("malformed");
  }

  @Test
  void check_severalAudiencesWithAzp_isAccepted() {
    claims.put("aud", List.of("another", "shop"));
    refused("azp");
    claims.put("azp", "shop");

    accepted();
  }

  @Test
  void check_eventWithMembers_isAccepted() {
    claims.put("events", Map.of(EVENT, Map.of("reason", "x"), "urn:other", Map.of()));

    accepted();
  }

  @Test
  void check_wrongKey_isRefused() {
    assertThat(provider.client().checkLogout(Rig.jwt(header().build(), forger(), claims)))
        .isInstanceOf(LogoutTokenOutcome.Refused.class);
  }

  @Test
  void check_signedWithAnotherAlgorithm_isTheProvidersFaultOnlyWhereTheSignatureIsGood() {
    provider.settings = provider.settings.withIdTokenSigningAlgorithm("PS256");
    refused("RS256");

    // anyone can write a header
    assertThat(provider.client().checkLogout(Rig.jwt(header().build(), forger(), claims)))
        .isInstanceOf(LogoutTokenOutcome.Refused.class);
  }

  @Test
  void check_signedWithTheClientSecret_isTheProvidersFaultOnlyWhereTheSignatureIsGood()
      throws JOSEException {
    String secret = "Jk4pWq9xZr2Lt7Vb1Nc6Md3Hs8Fg5Ya0";
    provider.settings =
        ClientSettings.of(
            "shop",
            ClientAuthentication.basic(ClientSecret.of(secret)),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));
    JWSHeader hmac = new JWSHeader(JWSAlgorithm.HS256);

    assertThat(provider.client().checkLogout(Rig.jwt(hmac, new MACSigner(secret), claims)))
        .isInstanceOf(LogoutTokenOutcome.Invalid.class);
    String other = secret.replace('J', 'K');
    assertThat(provider.client().checkLogout(Rig.jwt(hmac, new MACSigner(other), claims)))
        .isInstanceOf(LogoutTokenOutcome.Refused.class);
  }

  @Test
  void check_payloadIsNoObject_isTheProvidersFault() throws JOSEException {
    JWSObject token = new JWSObject(header().build(), new Payload("[]"));
    token.sign(Rig.signer(Rig.KEY));

    assertThat(provider.client().checkLogout(token.serialize()))
        .isInstanceOf(LogoutTokenOutcome.Invalid.class);
  }

  @Test
  void check_keysCannotBeHad_isUnavailable() {
    provider.rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    assertThat(check()).isInstanceOf(LogoutTokenOutcome.Unavailable.class);
  }

  @Test
  void check_idTokenOfALogin_isRefused() {
    String idToken = Rig.jwt(Rig.KEY, provider.claims);

    assertThat(provider.client().checkLogout(idToken))
        .isInstanceOf(LogoutTokenOutcome.Invalid.class);
  }
}
