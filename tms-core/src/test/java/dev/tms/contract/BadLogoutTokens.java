package dev.tms.contract;

import dev.tms.testkit.LogoutToken;
import dev.tms.testkit.TestProvider;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Logout tokens that are wrong in one respect each. */
final class BadLogoutTokens {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  /** What a token is made of: right in all but what is changed. */
  record Parts(TestProvider provider, String clientId, String sid, Instant now) {
    LogoutToken right() {
      return provider.logoutToken(clientId).sid(sid);
    }

    long in(long seconds) {
      return now.getEpochSecond() + seconds;
    }
  }

  private static final Map<String, Function<Parts, String>> ALL = new LinkedHashMap<>();

  private BadLogoutTokens() {}

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  static String make(String name, Parts parts) {
    return ALL.get(name).apply(parts);
  }

  private static void bad(String name, Function<Parts, String> make) {
    ALL.put(name, make);
  }

  private static void badClaim(String name, Function<Parts, LogoutToken> make) {
    ALL.put(name, parts -> make.apply(parts).build());
  }

  static {
    bad("empty", p -> "");
    bad("no JWT", p -> "garbage");
    bad("two parts", p -> p.right().build().replaceAll("\\.[^.]*$", ""));
    bad("five parts, encrypted", p -> p.right().build() + ".AAAA.AAAA");
    bad("signature cut", p -> p.right().build().replaceAll("....$", ""));
    bad("signature of another token", BadLogoutTokens::signatureOfAnother);
    bad("unsigned", p -> p.right().unsigned().build());
    bad("HMAC", BadLogoutTokens::hmac);
    badClaim("foreign key", p -> p.right().foreignKey());
    badClaim("typ of an access token", p -> p.right().type("at+jwt"));
    badClaim("no iss", p -> p.right().without("iss"));
    badClaim("other iss", p -> p.right().claim("iss", "https://other.example"));
    badClaim("iss with a slash", p -> p.right().claim("iss", p.provider().issuer() + "/"));
    badClaim("no aud", p -> p.right().without("aud"));
    badClaim("other aud", p -> p.right().claim("aud", "another"));
    badClaim("empty aud", p -> p.right().claim("aud", List.of()));
    badClaim("two aud, no azp", p -> p.right().claim("aud", List.of(p.clientId(), "another")));
    badClaim("other azp", p -> p.right().claim("azp", "another"));
    badClaim("no iat", p -> p.right().without("iat"));
    badClaim("iat in the future", p -> p.right().claim("iat", p.in(62)).claim("exp", p.in(200)));
    badClaim("iat far back", p -> p.right().claim("iat", p.in(-661)));
    badClaim("no exp, too old", p -> p.right().without("exp").claim("iat", p.in(-180)));
    badClaim("exp is a text", p -> p.right().claim("exp", String.valueOf(p.in(100))));
    badClaim("exp passed", p -> p.right().claim("iat", p.in(-200)).claim("exp", p.in(-61)));
    badClaim("exp before iat", p -> p.right().claim("exp", p.in(-1)));
    badClaim("nbf in the future", p -> p.right().claim("nbf", p.in(62)));
    badClaim("no events", p -> p.right().without("events"));
    badClaim("empty events", p -> p.right().claim("events", Map.of()));
    badClaim("other event", p -> p.right().claim("events", Map.of(EVENT + "s", Map.of())));
    badClaim("event is a text", p -> p.right().claim("events", Map.of(EVENT, "yes")));
    badClaim("events is a text", p -> p.right().claim("events", EVENT));
    badClaim("events is a list", p -> p.right().claim("events", List.of(EVENT)));
    badClaim("nonce", p -> p.right().claim("nonce", "n"));
    badClaim("neither sid nor sub", p -> p.right().without("sid"));
    badClaim("sid is a number", p -> p.right().subject("user-alice").claim("sid", 7L));
    badClaim("sid is empty", p -> p.right().subject("user-alice").claim("sid", ""));
    badClaim("sid is long", p -> p.right().claim("sid", "s".repeat(256)));
    badClaim("sub is a list", p -> p.right().claim("sub", List.of("user-alice")));
    badClaim("sub is empty", p -> p.right().claim("sub", ""));
    badClaim("no jti", p -> p.right().without("jti"));
    badClaim("jti is a number", p -> p.right().claim("jti", 7L));
    badClaim("jti is empty", p -> p.right().claim("jti", ""));
    badClaim("jti is long", p -> p.right().claim("jti", "j".repeat(256)));
  }

  private static String signatureOfAnother(Parts p) {
    String one = p.right().build();
    String other = p.right().build();
    return one.substring(0, one.lastIndexOf('.')) + other.substring(other.lastIndexOf('.'));
  }

  /** RFC 8725 2.1: the public key taken for the secret of an HMAC. */
  private static String hmac(Parts p) {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String header = "{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}";
    String input =
        base64.encodeToString(header.getBytes(StandardCharsets.UTF_8))
            + "."
            + p.right().build().split("\\.")[1];
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec("a:secret+%".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return input
          + "."
          + base64.encodeToString(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
