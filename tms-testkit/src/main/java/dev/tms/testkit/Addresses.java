package dev.tms.testkit;

import java.net.URI;

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
        .orElseThrow(() -> new IllegalStateException("no such endpoint in this profile: " + kind));
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
