package dev.tms.oidc;

import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.tms.http.Header;
import dev.tms.http.Json;
import dev.tms.oauth.JwtVerifier;
import dev.tms.oauth.ProviderCalls;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
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
  /** How it went. */
  sealed interface Outcome {}

  /** The claims, for the right subject. */
  record Fetched(Map<String, Object> claims) implements Outcome {
    @Override
    public String toString() {
      return "Fetched" + claims.keySet();
    }
  }

  /** The answer must not be used. */
  record Refused(String reason) implements Outcome {}

  /** The answer is sound and contradicts the configuration. */
  record Misconfigured(String reason) implements Outcome {}

  /** The provider cannot be asked now. */
  record Unavailable(String reason) implements Outcome {}

  private static final int MAX_BYTES = 128 * 1024;

  // claims of the protocol speak of the ID token that carries them: userinfo has no say in them
  private static final Set<String> PROTOCOL =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "auth_time",
          "nonce",
          "acr",
          "amr",
          "azp",
          "sid",
          "at_hash",
          "c_hash",
          "s_hash",
          "events",
          "cnf",
          "typ");

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

  /** Fetches; where the subject is null it is still to be learned from the answer. */
  Outcome fetch(@Nullable URI endpoint, Secret accessToken, @Nullable String subject) {
    if (endpoint == null) {
      return new Misconfigured("the provider has no userinfo endpoint");
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
      return new Unavailable(failure.detail());
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
        : new Refused("userinfo speaks of another sub");
  }

  /** RFC 6750 section 3: the reason is in the challenge, if anywhere; the body may be empty. */
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
    return isRefusal ? new Misconfigured(reason) : new Unavailable(reason);
  }

  /** 5.3.2: a JSON object, or a JWT that is signed; which of the two the body itself tells. */
  private Outcome read(Answer answer) {
    Optional<Map<String, Object>> members = Json.read(answer.body());
    if (members.isPresent()) {
      return new Fetched(members.get());
    }
    String text = new String(answer.body(), StandardCharsets.ISO_8859_1).strip();
    return JWT.matcher(text).matches()
        ? signed(text)
        : new Unavailable("the userinfo endpoint answered neither a JSON object nor a JWT");
  }

  private Outcome signed(String jwt) {
    JwtVerifier.Outcome outcome = verifier.verify(JwtVerifier.Kind.USER_INFO, jwt, timeout);
    if (outcome instanceof JwtVerifier.KeysUnavailable unavailable) {
      return new Unavailable("userinfo is signed, and " + unavailable.reason());
    }
    if (outcome instanceof JwtVerifier.Misconfigured misconfigured) {
      return new Misconfigured("userinfo was refused: " + misconfigured.reason());
    }
    if (outcome instanceof JwtVerifier.Refused refused) {
      return new Refused("userinfo was refused: " + refused.reason());
    }
    JwtVerifier.Verified verified = (JwtVerifier.Verified) outcome;
    String problem = rules.userInfoProblem(verified.type(), new IdTokenClaims(verified.claims()));
    return problem == null
        ? new Fetched(verified.claims())
        : new Refused("userinfo was refused: " + problem);
  }

  /** The claims of both; those of the protocol come from the ID token alone. */
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
