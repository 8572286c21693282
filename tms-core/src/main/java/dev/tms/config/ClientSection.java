package dev.tms.config;

import dev.tms.TmsBuilder;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ResponseMode;
import dev.tms.preset.Preset;
import dev.tms.token.Scopes;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Section {@code Client}, except for the provider and the redirect URI, which the builder adds. */
record ClientSection(@Nullable ClientSecret secret, ClientSettings settings) {
  private static final URI ANY_REDIRECT = URI.create("https://localhost/callback");
  private static final Scopes OPENID = Scopes.of("openid");

  private static final ClientSettings UNUSABLE =
      ClientSettings.of("unknown", ClientAuthentication.none(), ANY_REDIRECT, OPENID);

  static ClientSection read(Section in, @Nullable Preset preset, boolean discoversTenants) {
    ClientSecret secret = in.clientSecret("ClientSecret");
    ClientAuthentication authentication = authentication(in, secret);
    String id = in.textOrNull("ClientId");
    if (id == null && in.sound("ClientId")) {
      in.wrong("ClientId", "is missing");
    }
    ClientSettings named =
        in.changing(UNUSABLE)
            .by(
                "ClientId",
                id,
                (none, own) -> ClientSettings.of(own, authentication, ANY_REDIRECT, OPENID))
            .settings();
    return new ClientSection(secret, details(in, named, scopes(in, preset, discoversTenants)));
  }

  private static ClientSettings details(Section in, ClientSettings named, List<String> scopes) {
    in.choice("ResponseType");
    IdentitySource source = in.choice("Identity", IdentitySource.class);
    boolean isSound = in.sound("ClientSecret", "ClientSecretFile", "ClientId");
    String algorithm = in.choiceOrNull("IdTokenSigningAlgorithm");
    List<String> trusted = in.listOrNull("TrustedAudiences");
    ClientSettings all =
        in.changing(named)
            .by("Identity", isSound ? source : null, ClientSettings::withIdentity)
            .by(
                "ResponseMode",
                in.choice("ResponseMode", ResponseMode.class),
                ClientSettings::withResponseMode)
            .duration("Timeout", ClientSettings::withTimeout)
            .duration("DefaultTokenLifetime", ClientSettings::withDefaultTokenLifetime)
            .by(
                "IdTokenSigningAlgorithm",
                isSound ? algorithm : null,
                ClientSettings::withIdTokenSigningAlgorithm)
            .by("TrustedAudiences", trusted, (s, own) -> s.withTrustedAudiences(Set.copyOf(own)))
            .flag("UserInfo", ClientSettings::withUserInfo)
            .by("Scopes", scopes, (s, own) -> s.withScopes(offline(in, own)))
            .flag("OfflineAccessConsent", ClientSettings::withOfflineAccessConsent)
            .each(
                "Parameters",
                Section::textOrNull,
                (s, own) -> s.withParameters(with(s.parameters(), own)))
            .each(
                "LoginParameters",
                Section::allowedValues,
                (s, own) -> s.withLoginParameters(with(s.loginParameters(), own)))
            .texts("Resource", ClientSettings::withResources)
            .flag("AssumeBearer", ClientSettings::withAssumedBearer)
            .settings();
    String claim = in.text("SubjectClaim");
    if (all.identity() == IdentitySource.USERINFO || in.isSet("SubjectClaim")) {
      all = in.with("SubjectClaim", all, s -> s.withSubjectClaim(claim));
    }
    return pkce(in, all);
  }

  private static ClientAuthentication authentication(Section in, @Nullable ClientSecret secret) {
    String way = in.choiceOrNull("ClientAuthentication");
    if (secret == null) {
      if (in.sound("ClientSecret", "ClientSecretFile")) {
        sayPublic(in, way);
      }
      return ClientAuthentication.none();
    }
    if ("none".equals(way)) {
      in.wrong(
          "ClientAuthentication",
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

  /** Returns the configured scopes, or else the defaults of the preset or of the tenants' mode. */
  private static List<String> scopes(
      Section in, @Nullable Preset preset, boolean discoversTenants) {
    List<String> given = in.listOrNull("Scopes");
    if (preset != null && !preset.discoversTenants() && discoversTenants) {
      in.problems()
          .warn(
              "Tenants.Mode",
              "is discovery, and Client.Provider is "
                  + preset.name()
                  + ": every login needs a customer domain that a directory knows; single is one"
                  + " provider for all");
    }
    if (given != null) {
      return given;
    }
    if (preset != null) {
      boolean needsOpenid = preset.scopes().isEmpty() && in.choice("Identity").equals("id_token");
      return needsOpenid ? List.of("openid") : preset.scopes();
    }
    return discoversTenants ? List.of("openid", "wsp", "spa", "leases") : List.of("openid");
  }

  private static Scopes offline(Section in, List<String> values) {
    Scopes scopes = Scopes.of(values);
    return in.flag("UseOfflineAccess") ? scopes.and("offline_access") : scopes;
  }

  private static <T> Map<String, T> with(Map<String, T> map, Map.Entry<String, T> more) {
    Map<String, T> all = new LinkedHashMap<>(map);
    all.put(more.getKey(), more.getValue());
    return all;
  }

  private static ClientSettings pkce(Section in, ClientSettings settings) {
    if (in.flag("UsePkce") || !in.sound("ClientId", "ClientSecret", "ClientSecretFile")) {
      return settings;
    }
    if (!settings.authentication().isConfidential()) {
      in.wrong("UsePkce", "is false, which needs a Client.ClientSecret: public clients need PKCE");
      return settings;
    }
    return in.with("UsePkce", settings, ClientSettings::withoutPkce);
  }

  void checkAt(Provider provider, Section in) {
    if (in.sound("ClientId", "ClientSecret", "ClientSecretFile")) {
      for (ProviderQuirks.Finding finding : provider.check(settings)) {
        if (in.sound(finding.setting())) {
          in.wrong(finding.setting(), finding.message());
        }
      }
    }
  }

  /** Returns the client authentication method (OpenID Connect Core section 9). */
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
      builder.client(settings.clientId(), secret);
    }
    builder.scopes(settings.scopes().values().toArray(String[]::new));
    builder.protocol(given -> settings.withRedirectUri(given.redirectUri()));
  }
}
