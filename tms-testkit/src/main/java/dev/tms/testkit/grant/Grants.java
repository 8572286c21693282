package dev.tms.testkit.grant;

import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All codes and tokens ever issued. Thread-safe; redemptions are atomic. */
public final class Grants {
  public record CodeRequest(
      Grant grant, String redirectUri, @Nullable String challenge, Instant expiresAt) {}

  public record RefreshPolicy(Duration lifetime, boolean rotation, Duration reuseWindow) {}

  private static final class Code {
    final CodeRequest request;
    boolean used;

    Code(CodeRequest request) {
      this.request = request;
    }
  }

  private static final class Refresh {
    final Grant grant;
    final Instant expiresAt;
    @Nullable Instant usedAt;

    Refresh(Grant grant, Instant expiresAt) {
      this.grant = grant;
      this.expiresAt = expiresAt;
    }
  }

  // all guarded by this
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Refresh> refreshTokens = new LinkedHashMap<>();
  private final Map<String, AccessGrant> accessTokens = new HashMap<>();
  private final Set<Grant> revoked = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> revokedAccessTokens = new HashSet<>();
  private final Set<String> endedSessions = new HashSet<>();

  public synchronized String issueCode(CodeRequest request) {
    String code = RandomText.next();
    codes.put(code, new Code(request));
    return code;
  }

  public synchronized Redemption redeemCode(
      String value,
      String clientId,
      @Nullable String redirectUri,
      @Nullable CodeVerifier verifier,
      Instant now) {
    Code code = codes.get(value);
    if (code == null || !code.request.grant().clientId().equals(clientId)) {
      return new Redemption.Refused("unknown code");
    }
    Grant grant = code.request.grant();
    if (code.used) {
      // RFC 6749 4.1.2: the code MUST NOT be used more than once; the server SHOULD revoke all
      // tokens previously issued based on it
      revoked.add(grant);
      return new Redemption.Refused("code was used before");
    }
    code.used = true;
    if (!now.isBefore(code.request.expiresAt())) {
      return new Redemption.Refused("code has expired");
    }
    // RFC 6749 4.1.3: ensure that redirect_uri is present and identical
    if (!code.request.redirectUri().equals(redirectUri)) {
      return new Redemption.Refused("redirect_uri differs from the authorization request's");
    }
    if (!verifierFits(code.request.challenge(), verifier)) {
      return new Redemption.Refused("PKCE verification failed");
    }
    return stands(grant)
        ? new Redemption.Accepted(grant, null)
        : new Redemption.Refused("session has ended");
  }

  public synchronized String issueRefreshToken(Grant grant, Instant expiresAt) {
    String token = RandomText.next();
    refreshTokens.put(token, new Refresh(grant, expiresAt));
    return token;
  }

  /** The grant of a live or dead refresh token of this client; consumes nothing. */
  public synchronized Optional<Grant> grantOfRefreshToken(String token, String clientId) {
    return Optional.ofNullable(refreshTokens.get(token))
        .map(r -> r.grant)
        .filter(g -> g.clientId().equals(clientId));
  }

  /** With rotation, a second use revokes the family. */
  public synchronized Redemption redeemRefreshToken(
      String value, String clientId, RefreshPolicy policy, Instant now) {
    Refresh refresh = refreshTokens.get(value);
    if (refresh == null || !refresh.grant.clientId().equals(clientId)) {
      return new Redemption.Refused("unknown refresh token");
    }
    if (!stands(refresh.grant)) {
      return new Redemption.Refused("refresh token was revoked");
    }
    if (!now.isBefore(refresh.expiresAt)) {
      return new Redemption.Refused("refresh token has expired");
    }
    if (!policy.rotation()) {
      return new Redemption.Accepted(refresh.grant, value);
    }
    Instant usedAt = refresh.usedAt;
    if (usedAt != null && !now.isBefore(usedAt.plus(policy.reuseWindow()))) {
      // RFC 9700 4.14.2: the server cannot know which party used it, so it revokes the active one
      revoked.add(refresh.grant);
      return new Redemption.Refused("refresh token was used before");
    }
    if (usedAt == null) {
      refresh.usedAt = now;
    }
    return new Redemption.Accepted(
        refresh.grant, issueRefreshToken(refresh.grant, now.plus(policy.lifetime())));
  }

  public synchronized void rememberAccessToken(String token, AccessGrant access) {
    accessTokens.put(token, access);
  }

  public synchronized Optional<AccessGrant> liveAccessToken(String token, Instant now) {
    return Optional.ofNullable(accessTokens.get(token))
        .filter(a -> now.isBefore(a.expiresAt()))
        .filter(a -> stands(a.grant()) && !revokedAccessTokens.contains(token));
  }

  public synchronized Optional<Grant> liveRefreshToken(String token, Instant now) {
    return Optional.ofNullable(refreshTokens.get(token))
        .filter(r -> isLive(r, now))
        .map(r -> r.grant);
  }

  public synchronized Set<String> liveRefreshTokens(Instant now) {
    Set<String> live = new LinkedHashSet<>();
    refreshTokens.forEach(
        (token, refresh) -> {
          if (isLive(refresh, now)) {
            live.add(token);
          }
        });
    return live;
  }

  public synchronized Optional<String> clientOf(String token) {
    Refresh refresh = refreshTokens.get(token);
    return Optional.ofNullable(refresh == null ? null : refresh.grant)
        .or(() -> Optional.ofNullable(accessTokens.get(token)).map(AccessGrant::grant))
        .map(Grant::clientId);
  }

  /** Revokes an access token, or the whole family of a refresh token. */
  public synchronized void revoke(String token) {
    Refresh refresh = refreshTokens.get(token);
    if (refresh != null) {
      revoked.add(refresh.grant);
    } else {
      revokedAccessTokens.add(token);
    }
  }

  /** Ends all grants of the session but offline ones. */
  public synchronized void endSession(String sid) {
    endedSessions.add(sid);
  }

  private boolean isLive(Refresh refresh, Instant now) {
    return refresh.usedAt == null && now.isBefore(refresh.expiresAt) && stands(refresh.grant);
  }

  private boolean stands(Grant grant) {
    boolean ended = grant.sid().map(endedSessions::contains).orElse(false);
    return !revoked.contains(grant) && (grant.isOffline() || !ended);
  }

  private static boolean verifierFits(@Nullable String challenge, @Nullable CodeVerifier verifier) {
    if (challenge == null || verifier == null) {
      // a verifier without a challenge fails too (RFC 9700 4.8.2: PKCE downgrade)
      return challenge == null && verifier == null;
    }
    return CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue().equals(challenge);
  }

  public sealed interface Redemption {
    /** Carries the refresh token to return, if any. */
    record Accepted(Grant grant, @Nullable String refreshToken) implements Redemption {}

    /** Leads to {@code invalid_grant}. */
    record Refused(String reason) implements Redemption {}
  }

  /**
   * What an access token stands for. {@code expiresAt} is the first instant at which it is dead.
   */
  public record AccessGrant(
      Grant grant, Set<String> scopes, List<String> audience, Instant issuedAt, Instant expiresAt) {

    public AccessGrant {
      scopes = Set.copyOf(scopes);
      audience = List.copyOf(audience);
    }
  }
}
