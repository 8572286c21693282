package dev.tms.config;

import dev.tms.TmsBuilder;
import dev.tms.oauth.AllowedValues;
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
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Section {@code Client}, apart from where the provider is.
 *
 * @param secret null for a public client
 * @param settings complete but for the redirect URI, which the builder knows
 */
record ClientSection(@Nullable ClientSecret secret, ClientSettings settings) {
  private static final URI ANY_REDIRECT = URI.create("https://localhost/callback");
  private static final Scopes OPENID = Scopes.of("openid");

  /** As JWA spells them (RFC 7518 section 3.1, RFC 8037, RFC 9864). */
  static final String[] ALGORITHMS = {
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519", "HS256", "HS384", "HS512"
  };

  private static final ClientSettings UNUSABLE =
      ClientSettings.of("unknown", ClientAuthentication.none(), ANY_REDIRECT, OPENID);

  static ClientSection read(Section in, @Nullable Preset preset, boolean discoversTenants) {
    Problems problems = in.problems();
    ClientSecret secret = in.clientSecret("ClientSecret");
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
    return new ClientSection(secret, details(in, named, scopes(in, preset, discoversTenants)));
  }

  private static ClientSettings details(Section in, ClientSettings named, List<String> scopes) {
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
    ClientSettings verified = verification(in, aged);
    ClientSettings informed = in.flag("UserInfo") ? verified.withUserInfo() : verified;
    ClientSettings scoped =
        problems.attempt(
            in.path("Scopes"), informed, () -> informed.withScopes(offline(in, scopes)));
    return pkce(in, withSubject(in, withResources(in, withParameters(in, consenting(in, scoped)))));
  }

  private static ClientSettings withSubject(Section in, ClientSettings settings) {
    ClientSettings bearing = in.flag("AssumeBearer") ? settings.withAssumedBearer() : settings;
    String claim = in.text("SubjectClaim");
    if (bearing.identity() != IdentitySource.USERINFO && !in.isSet("SubjectClaim")) {
      return bearing;
    }
    return in.problems()
        .attempt(in.path("SubjectClaim"), bearing, () -> bearing.withSubjectClaim(claim));
  }

  private static ClientSettings withResources(Section in, ClientSettings settings) {
    List<String> resources = in.listOrNull("Resource");
    return resources == null
        ? settings
        : in.problems()
            .attempt(
                in.path("Resource"),
                settings,
                () -> settings.withResources(resources.toArray(String[]::new)));
  }

  private static ClientSettings consenting(Section in, ClientSettings settings) {
    return in.flag("OfflineAccessConsent") ? settings.withOfflineAccessConsent() : settings;
  }

  private static ClientSettings verification(Section in, ClientSettings settings) {
    Problems problems = in.problems();
    String algorithm = in.choiceOrNull("IdTokenSigningAlgorithm");
    boolean isSound =
        problems.sound(in.path("ClientSecret"), in.path("ClientSecretFile"), in.path("ClientId"));
    ClientSettings signed =
        algorithm == null || !isSound
            ? settings
            : problems.attempt(
                in.path("IdTokenSigningAlgorithm"),
                settings,
                () -> settings.withIdTokenSigningAlgorithm(algorithm));
    List<String> trusted = in.listOrNull("TrustedAudiences");
    return trusted == null ? signed : signed.withTrustedAudiences(Set.copyOf(trusted));
  }

  private static IdentitySource identity(Section in) {
    String word = in.choice("Identity");
    if (word.equals("id_token")) {
      return IdentitySource.ID_TOKEN;
    }
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

  /** What is asked for: the file's own, or the preset's, or what the tenants' mode makes it. */
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

  private static ClientSettings withParameters(Section in, ClientSettings settings) {
    ClientSettings more = settings;
    Section fixed = in.below("Parameters");
    for (String name : fixed.ownNames()) {
      String value = fixed.textOrNull(name);
      if (value != null) {
        ClientSettings before = more;
        more =
            in.problems()
                .attempt(
                    fixed.path(name),
                    before,
                    () -> before.withParameters(with(before.parameters(), name, value)));
      }
    }
    Section free = in.below("LoginParameters");
    for (String name : free.ownNames()) {
      AllowedValues values = free.allowedValues(name);
      if (values != null) {
        ClientSettings before = more;
        more =
            in.problems()
                .attempt(
                    free.path(name),
                    before,
                    () -> before.withLoginParameters(with(before.loginParameters(), name, values)));
      }
    }
    return more;
  }

  private static <T> Map<String, T> with(Map<String, T> map, String name, T value) {
    Map<String, T> more = new LinkedHashMap<>(map);
    more.put(name, value);
    return more;
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
      builder.client(settings.clientId(), secret);
    }
    builder.scopes(settings.scopes().values().toArray(String[]::new));
    builder.protocol(given -> settings.withRedirectUri(given.redirectUri()));
  }
}
