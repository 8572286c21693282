package dev.tms.oidc;

import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import dev.tms.http.Header;
import dev.tms.oauth.ProviderCalls;
import dev.tms.oauth.Reply;
import dev.tms.outbound.Call;
import dev.tms.token.Claims;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private final ProviderCalls calls;
  private final Duration timeout;

  UserInfo(ProviderCalls calls, Duration timeout) {
    this.calls = calls;
    this.timeout = timeout;
  }

  /** Fetches; where the subject is null it is still to be learned from the answer. */
  Outcome fetch(URI endpoint, Secret accessToken, @Nullable String subject) {
    Call call =
        new Call(
            "GET",
            endpoint,
            List.of(
                new Header("Accept", "application/json"),
                new Header(
                    "Authorization",
                    new BearerAccessToken(accessToken.reveal()).toAuthorizationHeader())),
            new byte[0],
            timeout,
            MAX_BYTES);
    Reply reply = calls.send("userinfo", call);
    if (reply instanceof Reply.Failed failed) {
      return new Unavailable(failed.reason());
    }
    Reply.Json json = (Reply.Json) reply;
    if (!json.isOk()) {
      String reason = "the userinfo endpoint answered " + json.status();
      return json.status() / 100 == 4 ? new Refused(reason) : new Unavailable(reason);
    }
    if (subject == null) {
      return new Fetched(json.members());
    }
    // 5.3.2: the sub Claim MUST be verified to exactly match the sub Claim in the ID Token; if they
    // do not match, the UserInfo Response values MUST NOT be used
    return subject.equals(new IdTokenClaims(json.members()).identifier("sub"))
        ? new Fetched(json.members())
        : new Refused("userinfo speaks of another sub");
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
