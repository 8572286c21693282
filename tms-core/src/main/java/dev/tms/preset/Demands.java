package dev.tms.preset;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.ProviderQuirks.Finding;
import dev.tms.oauth.ProviderQuirks.Rule;
import java.util.Optional;

/** What several providers demand of a client. */
final class Demands {
  private Demands() {}

  /** A client with a secret. */
  static Rule secret(String because) {
    return settings ->
        settings.authentication().isConfidential()
            ? Optional.empty()
            : Optional.of(new Finding("ClientSecret", "is missing: " + because));
  }

  /** {@code client_secret_basic}. */
  static Rule basic(String because) {
    return settings ->
        settings.authentication() instanceof ClientAuthentication.Post
            ? Optional.of(
                new Finding("ClientAuthentication", "must be client_secret_basic: " + because))
            : Optional.empty();
  }

  /** Users by ID token, because there is no introspection endpoint. */
  static Rule noIntrospection(String title) {
    return settings ->
        settings.identity() == IdentitySource.INTROSPECTION
            ? Optional.of(
                new Finding(
                    "Identity",
                    "is introspection, but "
                        + title
                        + " has no introspection endpoint, and gives ID tokens: leave it out"))
            : Optional.empty();
  }
}
