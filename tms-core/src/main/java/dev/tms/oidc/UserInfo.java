package dev.tms.oidc;

import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.tms.http.Header;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.text.Json;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Claims from the userinfo endpoint (Core section 5.3). Thread-safe. */
final class UserInfo {
  sealed interface Outcome permits Fetched, RedeemOutcome.Failure {}

  record Fetched(Map<String, Object> claims) implements Outcome {
    @Override
    public String toString() {
      return "Fetched" + claims.keySet();
    }
  }

  private static final int MAX_BYTES = 128 * 1024;

  // claims about the ID token itself, which userinfo must not override
  private static final Set<String> PROTOCOL =
      Set.of(
          ("iss sub aud exp nbf iat jti auth_time nonce acr amr azp sid at_hash c_hash s_hash"
                  + " events cnf typ")
              .split(" "));

  private static final Pattern CHALLENGE_ERROR =
      Pattern.compile("(?i)[\\s,]error\\s*=\\s*\"?([a-z][a-z0-9_]{0,63})\\b");
  private static final Pattern CHALLENGE_DESCRIPTION =
      Pattern.compile("(?i)[\\s,]error_description\\s*=\\s*\"([^\"]{1,2000})");
  private static final Pattern JWT = Pattern.compile("[\\w-]++(?:\\.[\\w-]*+)++");

  private final ProviderCalls calls;
  private final JwtVerifier verifier;
  private final SharedTokenRules rules;
  private final Duration timeout;

  UserInfo(ProviderCalls calls, JwtVerifier verifier, SharedTokenRules rules, Duration timeout) {
    this.calls = calls;
    this.verifier = verifier;
    this.rules = rules;
    this.timeout = timeout;
  }

  /**
   * @param subject the expected {@code sub}; null if the response is to tell it
   */
  Outcome fetch(@Nullable URI endpoint, Secret accessToken, @Nullable String subject) {
    if (endpoint == null) {
      return new RedeemOutcome.Misconfigured("the provider has no userinfo endpoint");
    }
    Call call =
        new Call(
            "GET",
            endpoint,
            List.of(
                new Header("Accept", "application/json, application/jwt"),
                new Header(
                    "Authorization",
                    new BearerAccessToken(accessToken.reveal()).toAuthorizationHeader())),
            new byte[0],
            timeout,
            MAX_BYTES);
    SendOutcome outcome = calls.exchange("userinfo", call);
    if (outcome instanceof SendFailure failure) {
      return new RedeemOutcome.Unavailable(failure.detail());
    }
    Answer answer = (Answer) outcome;
    Outcome read =
        answer.status() / 100 == 2
            ? read(answer)
            : refused(answer.status(), answer.header("WWW-Authenticate"), accessToken);
    if (subject == null || !(read instanceof Fetched fetched)) {
      return read;
    }
    // 5.3.2: the sub Claim MUST be verified to exactly match the sub Claim in the ID Token; if they
    // do not match, the UserInfo Response values MUST NOT be used
    return subject.equals(new IdTokenClaims(fetched.claims).identifier("sub"))
        ? fetched
        : new RedeemOutcome.Failed("userinfo speaks of another sub");
  }

  /** RFC 6750 section 3: the error is in the challenge; the body may be empty. */
  private static Outcome refused(int status, @Nullable String challenge, Secret accessToken) {
    String why = challenge == null ? "" : challenge;
    Matcher error = CHALLENGE_ERROR.matcher(why);
    Matcher description = CHALLENGE_DESCRIPTION.matcher(why);
    String said =
        description.find()
            ? ProviderCalls.said(description.group(1), List.of(accessToken.reveal()))
            : null;
    String reason =
        "the userinfo endpoint answered "
            + status
            + (error.find() ? " " + error.group(1).toLowerCase(Locale.ROOT) : "")
            + (said == null ? "" : " (it says: " + said + ")");
    boolean isRefusal = status / 100 == 4 && status != 408 && status != 429;
    return isRefusal
        ? new RedeemOutcome.Misconfigured(reason)
        : new RedeemOutcome.Unavailable(reason);
  }

  /** 5.3.2: a JSON object or a signed JWT, told apart by the body. */
  private Outcome read(Answer answer) {
    Optional<Map<String, Object>> members = Json.read(answer.body());
    if (members.isPresent()) {
      return new Fetched(members.get());
    }
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1).strip();
    return JWT.matcher(text).matches()
        ? signed(text)
        : new RedeemOutcome.Unavailable(
            "the userinfo endpoint answered neither a JSON object nor a JWT");
  }

  private Outcome signed(String jwt) {
    JwtVerifier.Outcome outcome = verifier.verify(JwtVerifier.Kind.USER_INFO, jwt, timeout);
    if (outcome instanceof JwtVerifier.KeysUnavailable unavailable) {
      return new RedeemOutcome.Unavailable("userinfo is signed, and " + unavailable.reason());
    }
    if (outcome instanceof JwtVerifier.Failure failure) {
      return RedeemOutcome.Failure.of("userinfo", failure);
    }
    JwtVerifier.Verified verified = (JwtVerifier.Verified) outcome;
    String problem = rules.userInfoProblem(verified.type(), new IdTokenClaims(verified.claims()));
    return problem == null
        ? new Fetched(verified.claims())
        : new RedeemOutcome.Failed("userinfo was refused: " + problem);
  }

  /** Merges the claims. Protocol claims come from the ID token alone. */
  static Claims merge(Map<String, Object> idToken, Map<String, Object> userInfo) {
    Map<String, Object> merged = new LinkedHashMap<>(idToken);
    userInfo.forEach(
        (name, value) -> {
          if (!PROTOCOL.contains(name) && value != null) {
            merged.put(name, value);
          }
        });
    return new Claims(merged);
  }
}
