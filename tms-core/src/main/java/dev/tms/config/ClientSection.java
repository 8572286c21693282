package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.LIST;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;
import static dev.tms.config.KnownKey.openChoice;

import dev.tms.TmsBuilder;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ResponseMode;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code Client}, apart from where the provider is.
 *
 * @param secret null for a public client
 * @param settings complete but for the redirect URI, which the builder knows
 */
record ClientSection(@Nullable Secret secret, ClientSettings settings) {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "Client.Authority",
              URL,
              "https://accounts.cloud.com/core/",
              "issuer of the OpenID Provider, exactly as it writes it; its endpoints are discovered"
                  + " unless they are given below"),
          open("Client.ClientId", TEXT, "required", "client id, as registered at the provider"),
          open(
              "Client.ClientSecret",
              SECRET,
              "none: a public client",
              "client secret, as registered; without one PKCE is required"),
          open(
              "Client.ClientSecretFile", FILE, "none", "file that holds the client secret instead"),
          openChoice(
              "Client.ClientAuthentication",
              "`client_secret_basic`, without a secret `none`",
              "how the client proves who it is",
              "client_secret_basic",
              "client_secret_post",
              "none"),
          open(
              "Client.ApplicationId",
              TEXT,
              "none",
              "sent to the tenant directory as `Citrix-ApplicationId`"),
          key("Client.CallbackPath", TEXT, "/callback", "path of the redirect URI"),
          key(
              "Client.SignedOutCallbackPath",
              TEXT,
              "/Auth/LoggedOut",
              "path where the provider returns to after a sign-out; the original's was"
                  + " `/signout-callback-oidc`"),
          key(
              "Client.UsePkce",
              BOOLEAN,
              "true",
              "RFC 7636; `false` for clients with a secret alone, with a warning"),
          open(
              "Client.Scopes",
              LIST,
              "`openid wsp spa leases` in discovery mode, else `openid`",
              "what is asked for; `openid` among it"),
          key("Client.UseOfflineAccess", BOOLEAN, "true", "adds `offline_access` to the scopes"),
          choice(
              "Client.Identity",
              "where it is learned who the user is; the other two are for providers that give no ID"
                  + " token, and weaker",
              "id_token",
              "userinfo",
              "introspection"),
          choice(
              "Client.ResponseMode",
              "how the provider's answer comes back; `form_post` needs an https public URL",
              "query",
              "form_post"),
          choice("Client.ResponseType", "the authorization code flow", "code"),
          key(
              "Client.UserInfo",
              BOOLEAN,
              "false",
              "claims are fetched from userinfo at login, too"),
          key("Client.Timeout", DURATION, "PT10S", "for one call to the provider; at most PT2M"),
          key(
              "Client.DefaultTokenLifetime",
              DURATION,
              "PT5M",
              "life of an access token that does not say how long it lives"),
          open(
              "Client.AuthorizationEndpoint",
              URL,
              "discovered",
              "with this or another endpoint given nothing is discovered, and `Client.Authority` is"
                  + " the issuer alone"),
          open("Client.TokenEndpoint", URL, "discovered", "required with given endpoints"),
          open(
              "Client.JwksUri",
              URL,
              "discovered",
              "required with given endpoints, unless `Client.Identity` needs no ID token"),
          open(
              "Client.UserInfoEndpoint",
              URL,
              "discovered",
              "needed by `Client.UserInfo`, and by `Client.Identity` `userinfo`"),
          open(
              "Client.IntrospectionEndpoint",
              URL,
              "discovered",
              "RFC 7662; needed by `Client.Identity` `introspection`"),
          open("Client.RevocationEndpoint", URL, "discovered", "without it no token is revoked"),
          open(
              "Client.EndSessionEndpoint",
              URL,
              "discovered",
              "without it a logout leaves the provider's session alone"));

  private static final URI ANY_REDIRECT = URI.create("https://localhost/callback");
  private static final Scopes OPENID = Scopes.of("openid");
  private static final ClientSettings UNUSABLE =
      ClientSettings.of("unknown", ClientAuthentication.none(), ANY_REDIRECT, OPENID);

  static ClientSection read(Section in, boolean discoversTenants) {
    Problems problems = in.problems();
    Secret text = in.secret("ClientSecret");
    ClientSecret secret = text == null ? null : ClientSecret.of(text.reveal());
    ClientAuthentication authentication = authentication(in, secret);
    String id = in.textOrNull("ClientId");
    if (id == null && problems.sound(in.path("ClientId"))) {
      problems.add(in.path("ClientId"), "is missing");
    }
    ClientSettings named =
        id == null
            ? UNUSABLE
            : problems.attempt(
                in.path("ClientId"),
                UNUSABLE,
                () -> ClientSettings.of(id, authentication, ANY_REDIRECT, OPENID));
    return new ClientSection(text, details(in, named, discoversTenants));
  }

  private static ClientSettings details(Section in, ClientSettings named, boolean discovers) {
    Problems problems = in.problems();
    in.choice("ResponseType");
    IdentitySource source = identity(in);
    ClientSettings sourced =
        problems.sound(in.path("ClientSecret"), in.path("ClientSecretFile"), in.path("ClientId"))
            ? problems.attempt(in.path("Identity"), named, () -> named.withIdentity(source))
            : named;
    ClientSettings moded =
        sourced.withResponseMode(
            in.choice("ResponseMode").equals("form_post")
                ? ResponseMode.FORM_POST
                : ResponseMode.QUERY);
    Duration time = in.duration("Timeout");
    ClientSettings timed =
        problems.attempt(in.path("Timeout"), moded, () -> moded.withTimeout(time));
    Duration life = in.duration("DefaultTokenLifetime");
    ClientSettings aged =
        problems.attempt(
            in.path("DefaultTokenLifetime"), timed, () -> timed.withDefaultTokenLifetime(life));
    ClientSettings informed = in.flag("UserInfo") ? aged.withUserInfo() : aged;
    ClientSettings scoped =
        problems.attempt(
            in.path("Scopes"), informed, () -> informed.withScopes(scopes(in, discovers)));
    return pkce(in, scoped);
  }

  private static IdentitySource identity(Section in) {
    String word = in.choice("Identity");
    if (word.equals("id_token")) {
      return IdentitySource.ID_TOKEN;
    }
    in.problems()
        .warn(
            in.path("Identity"),
            "is "
                + word
                + ": without an ID token no nonce binds the user to the login, only PKCE and state"
                + " do");
    return word.equals("userinfo") ? IdentitySource.USERINFO : IdentitySource.INTROSPECTION;
  }

  private static ClientAuthentication authentication(Section in, @Nullable ClientSecret secret) {
    String way = in.choiceOrNull("ClientAuthentication");
    if (secret == null) {
      if (in.problems().sound(in.path("ClientSecret"), in.path("ClientSecretFile"))) {
        sayPublic(in, way);
      }
      return ClientAuthentication.none();
    }
    if ("none".equals(way)) {
      in.problems()
          .add(
              in.path("ClientAuthentication"),
              "is none, but there is a Client.ClientSecret: remove one of them");
    }
    return "client_secret_post".equals(way)
        ? ClientAuthentication.post(secret)
        : ClientAuthentication.basic(secret);
  }

  private static void sayPublic(Section in, @Nullable String way) {
    if (way == null || way.equals("none")) {
      in.problems().note(in.path("ClientSecret"), "is not set: a public client, which needs PKCE");
    } else {
      in.problems()
          .warn(
              in.path("ClientAuthentication"),
              "is " + way + ", but there is no Client.ClientSecret: the client is a public one");
    }
  }

  private static Scopes scopes(Section in, boolean discoversTenants) {
    List<String> given = in.listOrNull("Scopes");
    Scopes scopes =
        given != null
            ? Scopes.of(given)
            : discoversTenants ? Scopes.of("openid", "wsp", "spa", "leases") : OPENID;
    return in.flag("UseOfflineAccess") ? scopes.and("offline_access") : scopes;
  }

  private static ClientSettings pkce(Section in, ClientSettings settings) {
    Problems problems = in.problems();
    if (in.flag("UsePkce")
        || !problems.sound(
            in.path("ClientId"), in.path("ClientSecret"), in.path("ClientSecretFile"))) {
      return settings;
    }
    if (!settings.authentication().isConfidential()) {
      problems.add(
          in.path("UsePkce"),
          "is false, which needs a Client.ClientSecret: public clients need PKCE");
      return settings;
    }
    problems.warn(in.path("UsePkce"), "is false: codes are protected by the client secret alone");
    return problems.attempt(in.path("UsePkce"), settings, settings::withoutPkce);
  }

  /** Adds what is wrong with this client at this provider. */
  void checkAt(Provider provider, Section in) {
    Problems problems = in.problems();
    if (!problems.sound(
        in.path("ClientId"), in.path("ClientSecret"), in.path("ClientSecretFile"))) {
      return;
    }
    for (ProviderQuirks.Finding finding : provider.check(settings)) {
      if (problems.sound(in.path(finding.setting()))) {
        problems.add(in.path(finding.setting()), finding.message());
      }
    }
  }

  /** How the client authenticates, by the name of OpenID Connect Core section 9. */
  String authenticationName() {
    if (settings.authentication() instanceof ClientAuthentication.Basic) {
      return "client_secret_basic";
    }
    return settings.authentication().isConfidential() ? "client_secret_post" : "none";
  }

  void applyTo(TmsBuilder builder) {
    if (secret == null) {
      builder.publicClient(settings.clientId());
    } else {
      builder.client(settings.clientId(), ClientSecret.of(secret.reveal()));
    }
    builder.scopes(settings.scopes().values().toArray(String[]::new));
    builder.protocol(given -> settings.withRedirectUri(given.redirectUri()));
  }
}
