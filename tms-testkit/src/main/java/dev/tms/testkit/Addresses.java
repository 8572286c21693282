package dev.tms.testkit;

import java.net.URI;

/** Where the provider is: everything follows from the issuer. */
record Addresses(String issuer) {
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
