package dev.tms.testkit;

import dev.tms.testkit.Core.Settings;
import java.time.Duration;

/** What can be set before a provider starts and while it runs; {@code T} is what is set up. */
abstract class Changeable<T> {
  final Settings settings;

  Changeable(Settings settings) {
    this.settings = settings;
  }

  abstract T self();

  /** What access tokens look like. Default {@link AccessTokenFormat#JWT}. */
  public T accessTokenFormat(AccessTokenFormat format) {
    settings.accessTokenFormat = format;
    return self();
  }

  /** Life of access tokens, of those issued from now on. Default five minutes. */
  public T accessTokenLifetime(Duration lifetime) {
    settings.accessTokenLifetime = positive(lifetime);
    return self();
  }

  /** Life of a refresh token, from its own issue. Default 30 days. */
  public T refreshTokenLifetime(Duration lifetime) {
    settings.refreshTokenLifetime = positive(lifetime);
    return self();
  }

  /** Whether refresh tokens are for one use, and a second use kills the family. Default true. */
  public T refreshRotation(boolean on) {
    settings.refreshRotation = on;
    return self();
  }

  /**
   * How long a used refresh token is still taken, as some providers do. Default zero: not at all.
   */
  public T refreshReuseWindow(Duration window) {
    settings.refreshReuseWindow = window;
    return self();
  }

  /**
   * Whether every login gets a refresh token, also without {@code offline_access}; such a token
   * dies with the sign-on. Default false.
   */
  public T alwaysRefreshToken(boolean on) {
    settings.alwaysRefreshToken = on;
    return self();
  }

  /** Whether a refresh gives a new ID token. Default true. */
  public T idTokenOnRefresh(boolean on) {
    settings.idTokenOnRefresh = on;
    return self();
  }

  /**
   * Whether authorization responses carry {@code iss} (RFC 9207), and discovery says so. Default
   * true.
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
