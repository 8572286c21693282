package dev.tms.config;

import dev.tms.oauth.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** The keys of section {@code Client} that say where the provider is. */
final class ProviderSection {
  private static final String UNUSABLE = "https://localhost";

  private record Endpoint(
      String key, boolean required, BiFunction<Provider.Builder, String, Provider.Builder> put) {}

  private static final List<Endpoint> ENDPOINTS =
      List.of(
          new Endpoint("AuthorizationEndpoint", true, Provider.Builder::authorizationEndpoint),
          new Endpoint("TokenEndpoint", true, Provider.Builder::tokenEndpoint),
          new Endpoint("JwksUri", false, Provider.Builder::jwksUri),
          new Endpoint("UserInfoEndpoint", false, Provider.Builder::userInfoEndpoint),
          new Endpoint("RevocationEndpoint", false, Provider.Builder::revocationEndpoint),
          new Endpoint("IntrospectionEndpoint", false, Provider.Builder::introspectionEndpoint),
          new Endpoint("EndSessionEndpoint", false, Provider.Builder::endSessionEndpoint));

  private ProviderSection() {}

  static Provider read(Section in) {
    String issuer = in.url("Authority");
    Provider discovered =
        in.problems()
            .attempt(
                in.path("Authority"), Provider.discover(UNUSABLE), () -> Provider.discover(issuer));
    in.warnAboutHttp("Authority", issuer);
    if (ENDPOINTS.stream().noneMatch(endpoint -> in.isSet(endpoint.key))) {
      return discovered;
    }
    return given(in, discovered);
  }

  private static Provider given(Section in, Provider discovered) {
    Problems problems = in.problems();
    Provider.Builder builder = Provider.of(discovered.issuer());
    List<String> paths = new ArrayList<>();
    for (Endpoint endpoint : ENDPOINTS) {
      String path = in.path(endpoint.key);
      String url = in.urlOrNull(endpoint.key);
      paths.add(path);
      if (url != null) {
        problems.attempt(path, builder, () -> endpoint.put.apply(builder, url));
        in.warnAboutHttp(endpoint.key, url);
      } else if (endpoint.required && problems.sound(path)) {
        problems.add(path, "is missing: given endpoints need this one, too");
      }
    }
    return problems.sound(paths.toArray(String[]::new)) ? builder.build() : discovered;
  }
}
