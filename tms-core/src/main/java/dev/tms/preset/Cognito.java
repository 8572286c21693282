package dev.tms.preset;

import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.SignOut;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon Cognito user pools: the issuer has the pool's id, which begins with the region; every
 * login has a refresh token, and {@code offline_access} is unknown; the sign-out is not the
 * standard's, also where the discovery document lists it as if it were.
 */
final class Cognito {
  private static final Pattern POOL = Pattern.compile("([a-z]{2}(?:-[a-z]+)+-[0-9]+)_[A-Za-z0-9]+");

  private Cognito() {}

  static Preset preset() {
    return Preset.of("cognito", "Amazon Cognito")
        .at("https://cognito-idp.{region}.amazonaws.com/{tenant}")
        .deriving(Cognito::withRegion)
        .with(
            quirks ->
                quirks
                    .withoutOfflineAccess(Map.of())
                    .withSignOut(new SignOut("/logout", "logout_uri"))
                    .withRules(Demands.noIntrospection("Amazon Cognito"))
                    .withErrors(
                        new KnownError(
                            "invalid_request",
                            "invalid_scope",
                            "a scope is not among the OpenID Connect scopes and custom scopes of the"
                                + " app client"),
                        new KnownError(
                            "unauthorized_client",
                            "",
                            "the app client does not allow the authorization code grant"),
                        new KnownError(
                            "invalid_client",
                            "",
                            "the app client's secret is wrong, or it has one and none was sent"),
                        new KnownError(
                            "redirect_mismatch",
                            "",
                            "the redirect URI is not among the Allowed callback URLs")));
  }

  private static Placeholders withRegion(Placeholders values) {
    String pool = values.value("tenant");
    if (pool == null) {
      return values;
    }
    Matcher parts = POOL.matcher(pool);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "must be the user pool's id, such as eu-central-1_AbCdEf123");
    }
    return values.with("region", parts.group(1));
  }
}
