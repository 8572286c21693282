package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import dev.tms.http.FakeRequest;
import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.text.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Logout tokens, for a fuzzer: a header, a line break and claims, signed with the provider's key
 * or, after a {@code !}, with another; any other text is the form as it is. {@code {now}} stands
 * for the time, {@code {sub}} and {@code {sid}} for a user who is signed in. The answer is 200
 * where a mark was written that ends the session, otherwise 400.
 */
public final class LogoutTokenFuzz {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final FuzzService SERVICE = new FuzzService(UnaryOperator.identity());

  private static List<Header> user = SERVICE.signedIn();

  private LogoutTokenFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the token is accepted. */
  public static boolean accepts(byte[] bytes) {
    String now = String.valueOf(FuzzService.NOW.getEpochSecond());
    SERVICE.emptyTheStore();
    if (!SERVICE.isSignedIn(user)) {
      user = SERVICE.signedIn();
    }
    String text =
        new String(bytes, StandardCharsets.UTF_8)
            .replace("{now}", now)
            .replace("{sub}", SERVICE.subject())
            .replace("{sid}", SERVICE.providerSession());
    int before = SERVICE.stored();

    Response answer = SERVICE.handle(FakeRequest.post("/Auth/BackChannelLogout").form(form(text)));

    if (answer.status() != 200) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(SERVICE.stored()).isEqualTo(before);
      assertThat(SERVICE.isSignedIn(user)).isTrue();
      return false;
    }
    // a mark, and the token's id
    assertThat(SERVICE.stored()).isGreaterThanOrEqualTo(before + 2);
    assertThat(text).startsWith("{");
    String[] parts = text.split("\n", 2);
    Map<String, Object> claims =
        Json.read(parts[1].getBytes(StandardCharsets.UTF_8)).orElseThrow(AssertionError::new);
    isLogout(claims);
    boolean isHers =
        claims.get("sid") == null
            ? claims.get("sub").equals(SERVICE.subject()) && isAfterLogin(claims.get("iat"))
            : claims.get("sid").equals(SERVICE.providerSession());
    assertThat(SERVICE.isSignedIn(user)).isEqualTo(!isHers);
    return true;
  }

  /** Back-Channel Logout 1.0 section 2.6, as far as it does not depend on time. */
  private static void isLogout(Map<String, Object> claims) {
    assertThat(claims).containsEntry("iss", FuzzService.ISSUER);
    Object audience = claims.get("aud");
    assertThat(audience.equals("shop") || ((List<?>) audience).contains("shop")).isTrue();
    assertThat(((Map<?, ?>) claims.get("events")).get(EVENT)).isInstanceOf(Map.class);
    assertThat(claims.get("nonce")).isNull();
    assertThat(claims.get("jti")).isInstanceOf(String.class);
    assertThat(claims.get("sub") == null ? claims.get("sid") : claims.get("sub"))
        .isInstanceOf(String.class);
    assertThat(((Number) claims.get("iat")).doubleValue())
        .isBetween(
            FuzzService.NOW.getEpochSecond() - 660.0, FuzzService.NOW.getEpochSecond() + 60.0);
  }

  private static boolean isAfterLogin(Object issuedAt) {
    return ((Number) issuedAt).longValue() >= FuzzService.NOW.getEpochSecond();
  }

  private static String form(String text) {
    boolean isOther = text.startsWith("!");
    String[] parts = text.substring(isOther ? 1 : 0).split("\n", 2);
    if (parts.length < 2 || !parts[0].startsWith("{")) {
      return text;
    }
    String input = Base64URL.encode(parts[0]) + "." + Base64URL.encode(parts[1]);
    var key = isOther ? FuzzService.OTHER_KEY : FuzzService.KEY;
    try {
      JWSHeader header = JWSHeader.parse("{\"alg\":\"ES256\"}");
      Base64URL signature =
          FuzzService.signer(key).sign(header, input.getBytes(StandardCharsets.US_ASCII));
      return "logout_token=" + URLEncoder.encode(input + "." + signature, StandardCharsets.UTF_8);
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
