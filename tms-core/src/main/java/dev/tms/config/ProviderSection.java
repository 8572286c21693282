package dev.tms.config;

import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderMetadata;
import dev.tms.preset.Preset;
import dev.tms.preset.Preset.EndpointKey;
import dev.tms.preset.Preset.Placeholders;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of section {@code Client} that locate the provider. */
record ProviderSection(Provider provider, @Nullable Preset preset) {
  private static final String UNUSABLE = "https://localhost";
  private static final String AUTHORITY = "Authority";
  private static final String METADATA_URL = "MetadataUrl";

  private static final Map<String, String> FILLED_BY =
      Map.of(
          "tenant", "Tenant",
          "applicationId", "ApplicationId",
          "authorizationServer", "AuthorizationServer");

  static ProviderSection read(Section in) {
    String name = in.choiceOrNull("Provider");
    Preset preset = name == null ? null : Preset.find(name).orElseThrow();
    Placeholders values = placeholders(in, preset);
    String issuer = issuer(in, preset, values);
    Map<EndpointKey, String> endpoints = endpoints(in, preset, values);
    String metadata = in.urlOrNull(METADATA_URL);
    String metadataUrl = metadata == null ? null : filled(in, METADATA_URL, metadata, true, values);
    return new ProviderSection(provider(in, preset, issuer, metadataUrl, endpoints), preset);
  }

  private static Placeholders placeholders(Section in, @Nullable Preset preset) {
    Map<String, String> values = new LinkedHashMap<>();
    FILLED_BY.forEach(
        (placeholder, key) -> {
          String value = in.textOrNull(key);
          if (value != null) {
            values.put(placeholder, value);
          }
        });
    Placeholders given = Placeholders.of(values);
    return preset == null
        ? given
        : in.problems().attempt(in.path("Tenant"), given, () -> preset.complete(given));
  }

  private static @Nullable String issuer(Section in, @Nullable Preset preset, Placeholders values) {
    Problems problems = in.problems();
    boolean isOwn = in.isSet(AUTHORITY);
    String template = in.urlOrNull(AUTHORITY);
    if (!isOwn) {
      template = preset == null ? in.url(AUTHORITY) : preset.authority(values).orElse(null);
    }
    if (template == null) {
      if (!isOwn) {
        in.wrong(
            AUTHORITY, "is missing: every installation of this provider has an issuer of its own");
      }
      return null;
    }
    String issuer = filled(in, AUTHORITY, template, isOwn, values);
    if (issuer != null && preset != null) {
      String culprit = in.path(isOwn ? AUTHORITY : "Tenant");
      preset
          .problemOf(issuer)
          .ifPresent(
              problem ->
                  problems.add(culprit, "makes the issuer " + issuer + ", which " + problem));
    }
    return issuer;
  }

  private static Map<EndpointKey, String> endpoints(
      Section in, @Nullable Preset preset, Placeholders values) {
    Map<EndpointKey, String> endpoints = new EnumMap<>(EndpointKey.class);
    for (EndpointKey endpoint : EndpointKey.values()) {
      boolean isOwn = in.isSet(endpoint.key());
      String known = preset == null ? null : preset.endpoints().get(endpoint);
      String template = isOwn ? in.urlOrNull(endpoint.key()) : known;
      String url = template == null ? null : filled(in, endpoint.key(), template, isOwn, values);
      if (url != null) {
        endpoints.put(endpoint, url);
      }
    }
    return endpoints;
  }

  /** Fills the template; returns null and adds a problem if a value is missing or invalid. */
  private static @Nullable String filled(
      Section in, String key, String template, boolean isOwn, Placeholders values) {
    boolean isSound = true;
    for (String name : Placeholders.namesIn(template)) {
      String value = values.value(name);
      String filledBy = FILLED_BY.get(name);
      if (value != null && Placeholders.isSound(value)) {
        continue;
      }
      isSound = false;
      if (filledBy == null) {
        if (isOwn) {
          in.wrong(
              key,
              "has {" + name + "}; known are {tenant}, {applicationId}, {authorizationServer}");
        }
      } else if (value != null) {
        in.wrong(filledBy, Placeholders.UNSOUND);
      } else if (in.sound(filledBy)) {
        in.wrong(
            filledBy,
            "is missing: it fills {" + name + "} in " + (isOwn ? in.path(key) : template));
      }
    }
    return isSound ? values.fill(template) : null;
  }

  private static Provider provider(
      Section in,
      @Nullable Preset preset,
      @Nullable String issuer,
      @Nullable String metadataUrl,
      Map<EndpointKey, String> endpoints) {
    Problems problems = in.problems();
    Provider unusable = Provider.discover(UNUSABLE);
    Provider.Builder builder =
        issuer == null || !in.sound(AUTHORITY)
            ? Provider.of(UNUSABLE)
            : problems.attempt(
                in.path(AUTHORITY),
                Provider.of(UNUSABLE),
                () -> {
                  Provider.discover(issuer).requireUsable();
                  return Provider.of(issuer);
                });
    boolean discovers =
        in.isSet(METADATA_URL) || (preset == null ? noneIsSet(in) : preset.discovers());
    if (preset != null) {
      builder.quirks(preset.quirks());
    }
    if (discovers) {
      builder.discoverOthers();
    }
    if (metadataUrl != null) {
      problems.attempt(
          in.path(METADATA_URL),
          () -> {
            ProviderMetadata.checkUrl("metadata URL", metadataUrl);
            return builder.metadataUrl(metadataUrl);
          });
    }
    boolean isSound = true;
    for (EndpointKey endpoint : EndpointKey.values()) {
      String path = in.path(endpoint.key());
      String url = endpoints.get(endpoint);
      boolean isRequired =
          !discovers && (endpoint == EndpointKey.AUTHORIZATION || endpoint == EndpointKey.TOKEN);
      if (url != null) {
        problems.attempt(path, () -> endpoint.set(builder, url));
      } else if (isRequired
          && preset == null
          && !in.isSet(endpoint.key())
          && problems.sound(path)) {
        problems.add(path, "is missing: given endpoints need this one, too");
      }
      isSound = isSound && problems.sound(path) && (url != null || !isRequired);
    }
    return isSound ? builder.build() : unusable;
  }

  private static boolean noneIsSet(Section in) {
    for (EndpointKey endpoint : EndpointKey.values()) {
      if (in.isSet(endpoint.key())) {
        return false;
      }
    }
    return true;
  }
}
