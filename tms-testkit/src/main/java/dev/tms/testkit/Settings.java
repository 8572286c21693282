package dev.tms.testkit;

import dev.tms.testkit.grant.Grants;
import java.time.Duration;
import java.time.InstantSource;

/** What may change while the provider runs; every field may be read and written at any time. */
final class Settings {
  volatile InstantSource clock = InstantSource.system();
  volatile AccessTokenFormat accessTokenFormat = AccessTokenFormat.JWT;
  volatile Duration accessTokenLifetime = Duration.ofMinutes(5);
  volatile Duration refreshTokenLifetime = Duration.ofDays(30);
  volatile Duration codeLifetime = Duration.ofSeconds(60);
  volatile Duration idTokenLifetime = Duration.ofMinutes(5);
  volatile Duration refreshReuseWindow = Duration.ZERO;
  volatile boolean refreshRotation = true;
  volatile boolean alwaysRefreshToken;
  volatile boolean idTokenOnRefresh = true;
  volatile boolean sidInIdToken = true;
  volatile boolean issInResponse = true;

  Grants.RefreshPolicy refreshPolicy() {
    return new Grants.RefreshPolicy(refreshTokenLifetime, refreshRotation, refreshReuseWindow);
  }

  static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("lifetime must be above zero, got " + duration);
    }
    return duration;
  }
}
