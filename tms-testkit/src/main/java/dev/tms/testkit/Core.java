package dev.tms.testkit;

import dev.tms.testkit.grant.Grants;
import dev.tms.testkit.grant.SignOns;
import dev.tms.testkit.grant.SigningKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the endpoints share. */
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

  /** What may change while the provider runs; every field may be read and written at any time. */
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

  /** Where the provider is: everything follows from the issuer and the profile. */
  record Addresses(String issuer, ProviderProfile profile) {
    /** The endpoint for this kind of request. */
    URI at(RequestKind kind) {
      return of(path(kind));
    }

    /** The endpoint's path on the host. */
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

    /** The path below which everything lies, without a slash at the end. */
    String basePath() {
      return URI.create(base()).getPath();
    }

    // OpenID Connect Discovery 4.1: any terminating / MUST be removed prior to appending
    private String base() {
      return issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    }
  }
}
