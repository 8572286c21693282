package dev.tms.testkit;

import dev.tms.testkit.Core.Settings;
import java.time.Duration;

/** Settings that can be changed before the start and at runtime. */
abstract class Changeable<T> {
  final Settings settings;

  Changeable(Settings settings) {
    this.settings = settings;
  }

  abstract T self();

  /** Sets the format of access tokens. Default {@link AccessTokenFormat#JWT}. */
  public T accessTokenFormat(AccessTokenFormat format) {
    settings.accessTokenFormat = format;
    return self();
  }

  /** Sets the lifetime of access tokens issued from now on. Default five minutes. */
  public T accessTokenLifetime(Duration lifetime) {
    settings.accessTokenLifetime = positive(lifetime);
    return self();
  }

  /** Sets the lifetime of each refresh token from its issue. Default 30 days. */
  public T refreshTokenLifetime(Duration lifetime) {
    settings.refreshTokenLifetime = positive(lifetime);
    return self();
  }

  /** Sets whether refresh tokens are one-time, and reuse revokes the family. Default true. */
  public T refreshRotation(boolean on) {
    settings.refreshRotation = on;
    return self();
  }

  /** Sets how long a used refresh token remains valid. Default zero: not at all. */
  public T refreshReuseWindow(Duration window) {
    settings.refreshReuseWindow = window;
    return self();
  }

  /**
   * Sets whether every login issues a refresh token, even without {@code offline_access}; such a
   * token ends with the sign-on. Default false.
   */
  public T alwaysRefreshToken(boolean on) {
    settings.alwaysRefreshToken = on;
    return self();
  }

  /** Sets whether a refresh returns a new ID token. Default true. */
  public T idTokenOnRefresh(boolean on) {
    settings.idTokenOnRefresh = on;
    return self();
  }

  /**
   * Sets whether authorization responses carry {@code iss} (RFC 9207), and discovery announces it.
   * Default true.
   */
  public T issInResponse(boolean on) {
    settings.issInResponse = on;
    return self();
  }

  static Duration positive(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("lifetime must be above zero, got " + duration);
    }
    return duration;
  }
}
