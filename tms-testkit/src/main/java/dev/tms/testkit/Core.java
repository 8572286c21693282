package dev.tms.testkit;

import dev.tms.testkit.grant.Grants;
import dev.tms.testkit.grant.SignOns;
import dev.tms.testkit.grant.SigningKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

record Core(
    Addresses addresses,
    Settings settings,
    Registry registry,
    Grants grants,
    SignOns signOns,
    SigningKeys keys,
    Script script) {

  ProviderProfile profile() {
    return addresses.profile();
  }

  Instant now() {
    return settings.clock.instant();
  }

  /** Settings that may change while the provider runs. Thread-safe. */
  static final class Settings {
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
  }

  record Addresses(String issuer, ProviderProfile profile) {
    URI at(RequestKind kind) {
      return of(path(kind));
    }

    String pathOf(RequestKind kind) {
      return basePath() + path(kind);
    }

    private String path(RequestKind kind) {
      return profile
          .path(kind)
          .orElseThrow(
              () -> new IllegalStateException("no such endpoint in this profile: " + kind));
    }

    URI of(String path) {
      return URI.create(base() + path);
    }

    /** The issuer's path, without a trailing slash. */
    String basePath() {
      return URI.create(base()).getPath();
    }

    // OpenID Connect Discovery 4.1: any terminating / MUST be removed prior to appending
    private String base() {
      return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
  }
}
