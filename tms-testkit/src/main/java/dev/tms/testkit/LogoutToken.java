package dev.tms.testkit;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.testkit.grant.RandomText;
import dev.tms.testkit.grant.SigningKeys;
import dev.tms.testkit.http.Forms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a logout token. It is valid unless changed: {@code typ: logout+jwt}, {@code iss}, {@code
 * aud}, {@code iat}, {@code exp} in two minutes, {@code jti}, {@code events}; only {@link #sid} or
 * {@link #subject} must be added. Not thread-safe.
 */
public final class LogoutToken {
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

  private final Core core;
  private final JWTClaimsSet.Builder claims;
  private @Nullable String type = "logout+jwt";
  private boolean foreignKey;
  private boolean unsigned;

  LogoutToken(Core core, String clientId) {
    this.core = core;
    Instant now = core.now();
    this.claims =
        new JWTClaimsSet.Builder()
            .issuer(core.addresses().issuer())
            .audience(clientId)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(Duration.ofMinutes(2))))
            .jwtID(RandomText.next())
            .claim("events", Map.of(EVENT, Map.of()));
  }

  /** Sets {@code sid}. */
  public LogoutToken sid(String sid) {
    return claim("sid", sid);
  }

  /** Sets {@code sub}. */
  public LogoutToken subject(String subject) {
    return claim("sub", subject);
  }

  /** Sets any claim; times are {@code long} seconds since 1970. */
  public LogoutToken claim(String name, Object value) {
    claims.claim(name, value);
    return this;
  }

  /** Removes a claim. */
  public LogoutToken without(String name) {
    claims.claim(name, null);
    return this;
  }

  /** Sets the header {@code typ}; null removes it. */
  public LogoutToken type(@Nullable String typ) {
    this.type = typ;
    return this;
  }

  /** Signs with a key of another provider, under the {@code kid} of this one. */
  public LogoutToken foreignKey() {
    this.foreignKey = true;
    return this;
  }

  /** Leaves the token unsigned: {@code alg: none}. */
  public LogoutToken unsigned() {
    this.unsigned = true;
    return this;
  }

  /** Returns the token. */
  public String build() {
    JWTClaimsSet set = claims.build();
    if (unsigned) {
      return core.registry().issued(new PlainJWT(set).serialize());
    }
    RSAKey current = core.keys().current();
    RSAKey key = foreignKey ? SigningKeys.foreign(current.getKeyID()) : current;
    return core.registry().issued(Jwts.sign(key, type, set));
  }

  static int post(URI target, String token) {
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Forms.encode(Map.of("logout_token", token))))
            .build();
    try {
      return HttpClient.newHttpClient()
          .send(request, HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
