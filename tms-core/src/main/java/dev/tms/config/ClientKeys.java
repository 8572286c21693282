package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.LIST;
import static dev.tms.config.KeyType.ONE_OR_LIST;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;
import static dev.tms.config.KnownKey.openChoice;

import dev.tms.Paths;
import java.util.List;

/** The keys of section {@code Client}, apart from those of its provider's preset. */
final class ClientKeys {
  static final List<KnownKey> ALL =
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
              "sent to the tenant directory as `Citrix-ApplicationId`; fills `{applicationId}` in"
                  + " the URLs of the provider"),
          key("Client.CallbackPath", TEXT, Paths.DEFAULT.callback(), "path of the redirect URI"),
          key(
              "Client.SignedOutCallbackPath",
              TEXT,
              Paths.DEFAULT.signedOutCallback(),
              "path where LogOut has the provider return to; this one and"
                  + " `/signout-callback-oidc` are served in any case"),
          key(
              "Client.FrontChannelSidIsSubject",
              BOOLEAN,
              "false",
              "for a provider whose ID tokens have no `sid` and whose front-channel logout has the"
                  + " user's `sub` there, as LemonLDAP::NG's: it is taken, in an iframe alone"),
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
          key(
              "Client.OfflineAccessConsent",
              BOOLEAN,
              "false",
              "adds `prompt=consent` to logins that ask for `offline_access`, for providers that"
                  + " give no refresh token without it; never to silent ones (`prompt=none`)"),
          choice(
              "Client.Identity",
              "where it is learned who the user is; the other two are for providers that give no ID"
                  + " token, and weaker",
              "id_token",
              "userinfo",
              "introspection"),
          key(
              "Client.SubjectClaim",
              TEXT,
              "sub",
              "the member of userinfo that names the user, with `Client.Identity` `userinfo`; one"
                  + " that never changes and is never given to another user"),
          openChoice(
              "Client.IdTokenSigningAlgorithm",
              "any asymmetric one whose key fits",
              "the only algorithm that is taken of ID tokens and logout tokens; HS256 to HS512 only"
                  + " where they are named here. See [how ID tokens are"
                  + " verified](#how-id-tokens-are-verified)",
              ClientSection.ALGORITHMS),
          open(
              "Client.TrustedAudiences",
              LIST,
              "others are tolerated where the nonce binds the token",
              "the audiences that an ID token may have besides this client, and no others; `[]` for"
                  + " none"),
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
          open(
              "Client.Parameters.<parameter>",
              TEXT,
              "none",
              "sent with authorization requests besides, such as `audience`; its case counts"),
          open(
              "Client.LoginParameters.<parameter>",
              ONE_OR_LIST,
              "none",
              "a parameter that callers may set at BeginLogin, such as `kc_idp_hint`: a list of its"
                  + " values, or one regular expression that matches them whole; its case counts"),
          open(
              "Client.Resource",
              ONE_OR_LIST,
              "none",
              "what access tokens are for (RFC 8707): absolute URIs, sent with authorization, code"
                  + " and refresh requests"),
          open(
              "Client.TrustedCertificates",
              FILE,
              "those of the JDK alone",
              "PEM file of certificates that are trusted, too, in calls to the provider and the"
                  + " tenant directory"),
          open(
              "Client.Proxy",
              URL,
              "the JDK's settings",
              "proxy for those calls, such as `http://proxy.example:3128`; this machine is reached"
                  + " without it"),
          open("Client.ProxyUser", TEXT, "none", "user at the proxy"),
          open("Client.ProxyPassword", SECRET, "none", "password of that user"),
          open("Client.ProxyPasswordFile", FILE, "none", "file that holds that password instead"),
          key("Client.Timeout", DURATION, "PT10S", "for one call to the provider; at most PT2M"),
          key(
              "Client.DefaultTokenLifetime",
              DURATION,
              "PT5M",
              "life of an access token that does not say how long it lives"),
          key(
              "Client.AssumeBearer",
              BOOLEAN,
              "false",
              "an access token that comes without `token_type` is taken for a bearer token"),
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
              "required with given endpoints, unless `Client.Identity` needs no ID token or"
                  + " `Client.IdTokenSigningAlgorithm` is an HS one"),
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

  private ClientKeys() {}
}
