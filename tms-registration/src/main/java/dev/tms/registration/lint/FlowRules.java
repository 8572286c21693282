package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.ClientProperties.ALLOWED_GRANT_TYPES;
import static dev.tms.registration.ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER;
import static dev.tms.registration.ClientProperties.ALLOW_PLAIN_TEXT_PKCE;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.CLIENT_URI;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.PROTOCOL_TYPE;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REQUIRE_CLIENT_SECRET;
import static dev.tms.registration.ClientProperties.REQUIRE_PKCE;
import static dev.tms.registration.ClientProperties.REQUIRE_REQUEST_OBJECT;
import static dev.tms.registration.GrantType.AUTHORIZATION_CODE;
import static dev.tms.registration.GrantType.CLIENT_CREDENTIALS;
import static dev.tms.registration.GrantType.DEVICE_CODE;
import static dev.tms.registration.GrantType.HYBRID;
import static dev.tms.registration.GrantType.IMPLICIT;
import static dev.tms.registration.GrantType.PASSWORD;
import static dev.tms.registration.lint.Check.client;
import static dev.tms.registration.lint.Check.quote;

import dev.tms.http.Origin;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.lint.Check.Spots;
import dev.tms.registration.lint.Knowledge.Similar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Rules on grants and redirect URIs. */
final class FlowRules {
  private static final List<GrantType> KNOWN =
      List.of(AUTHORIZATION_CODE, HYBRID, IMPLICIT, CLIENT_CREDENTIALS, PASSWORD, DEVICE_CODE);
  private static final Set<String> DANGEROUS =
      Set.of("javascript", "data", "file", "vbscript", "blob", "about", "ftp");

  static final List<Check> GRANTS =
      List.of(
          client("grants-missing")
              .at(ALLOWED_GRANT_TYPES, client -> client.allowedGrantTypes().isEmpty()),
          client("grant-misspelled")
              .fixedBy(FlowRules::spellGrants)
              .each(
                  ALLOWED_GRANT_TYPES,
                  grant -> meant(grant).isPresent(),
                  grant ->
                      "grant %s is not known; %s is meant"
                          .formatted(quote(grant.value()), meant(grant).orElse(grant))),
          client("grants-conflict")
              .at(
                  ALLOWED_GRANT_TYPES,
                  client ->
                      client.allowedGrantTypes().stream()
                              .filter(GrantType::redirects)
                              .distinct()
                              .count()
                          > 1),
          client("code-without-pkce")
              .fixedBy(client -> client.with(REQUIRE_PKCE, true))
              .at(
                  REQUIRE_PKCE,
                  client -> client.allows(AUTHORIZATION_CODE, HYBRID) && !client.get(REQUIRE_PKCE)),
          client("plain-pkce")
              .fixedBy(client -> client.with(ALLOW_PLAIN_TEXT_PKCE, false))
              .at(ALLOW_PLAIN_TEXT_PKCE, client -> client.get(ALLOW_PLAIN_TEXT_PKCE)),
          client("implicit-grant").at(ALLOWED_GRANT_TYPES, client -> client.allows(IMPLICIT)),
          client("password-grant").at(ALLOWED_GRANT_TYPES, client -> client.allows(PASSWORD)),
          client("tokens-via-browser")
              .fixedBy(client -> client.with(ALLOW_ACCESS_TOKENS_VIA_BROWSER, false))
              .at(
                  ALLOW_ACCESS_TOKENS_VIA_BROWSER,
                  client ->
                      client.get(ALLOW_ACCESS_TOKENS_VIA_BROWSER)
                          && !client.allows(IMPLICIT, HYBRID)),
          client("public-client-credentials")
              .at(
                  REQUIRE_CLIENT_SECRET,
                  client -> client.allows(CLIENT_CREDENTIALS) && !client.requireClientSecret()),
          client("signed-requests")
              .at(REQUIRE_REQUEST_OBJECT, client -> client.get(REQUIRE_REQUEST_OBJECT)),
          client("other-protocol")
              .looks(
                  (client, spots) -> {
                    String protocol = client.get(PROTOCOL_TYPE);
                    if (!protocol.equals("oidc")) {
                      spots.at(PROTOCOL_TYPE, "protocol is " + quote(protocol) + ", not oidc");
                    }
                  }));

  static final List<Check> ADDRESSES =
      List.of(
          client("redirect-missing")
              .at(REDIRECT_URIS, client -> client.redirects() && client.redirectUris().isEmpty()),
          client("redirect-foreign-host").looks(FlowRules::lookForForeign),
          redirect("redirect-wildcard", RegisteredUri::hasWildcard, "has a wildcard"),
          redirect("redirect-fragment", RegisteredUri::hasFragment, "has a fragment"),
          redirect("redirect-http", FlowRules::isPlainHttp, "is plain http"),
          redirect("redirect-invalid", FlowRules::isBroken, "is no absolute URI"),
          redirect(
              "redirect-scheme",
              uri -> uri.scheme().filter(DANGEROUS::contains).isPresent(),
              "has a dangerous scheme"),
          client("post-logout-invalid")
              .each(
                  POST_LOGOUT_REDIRECT_URIS,
                  uri -> uri.hasWildcard() || isBroken(uri) || isPlainHttp(uri),
                  uri ->
                      quote(uri)
                          + (uri.hasWildcard()
                              ? " is a pattern"
                              : isPlainHttp(uri) ? " is plain http" : " is no absolute URI")),
          client("cors-url")
              .fixedBy(FlowRules::toOrigins)
              .each(ALLOWED_CORS_ORIGINS, FlowRules::isUrl, uri -> quote(uri) + " is no origin"),
          client("cors-wildcard")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  RegisteredUri::hasWildcard,
                  uri -> quote(uri) + " allows every page"),
          client("cors-http")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  FlowRules::isPlainHttp,
                  uri -> quote(uri) + " is plain http"),
          client("cors-invalid")
              .each(
                  ALLOWED_CORS_ORIGINS,
                  uri ->
                      !uri.hasWildcard() && !uri.hasPlaceholder() && base(uri).origin().isEmpty(),
                  uri -> quote(uri) + " is no origin"),
          client("logout-uri-invalid")
              .looks(
                  (client, spots) ->
                      List.of(BACK_CHANNEL_LOGOUT_URI, FRONT_CHANNEL_LOGOUT_URI)
                          .forEach(
                              property ->
                                  client
                                      .find(property)
                                      .filter(FlowRules::isNoLogoutUri)
                                      .ifPresent(
                                          uri ->
                                              spots.at(
                                                  property,
                                                  quote(uri)
                                                      + " is no https URL without fragment and"
                                                      + " wildcard")))));

  private FlowRules() {}

  private static Check redirect(String id, Predicate<RegisteredUri> broken, String message) {
    return client(id).each(REDIRECT_URIS, broken, uri -> quote(uri) + " " + message);
  }

  private static ClientRegistration spellGrants(ClientRegistration client) {
    return client.with(
        ALLOWED_GRANT_TYPES,
        client.allowedGrantTypes().stream()
            .map(grant -> meant(grant).orElse(grant))
            .distinct()
            .toList());
  }

  private static Optional<GrantType> meant(GrantType grant) {
    if (KNOWN.contains(grant) || grant.value().contains(":") || Placeholder.isIn(grant.value())) {
      return Optional.empty();
    }
    String plain = plain(grant.value());
    return KNOWN.stream()
        .filter(known -> plain.equals(plain(known.value())))
        .findFirst()
        .or(() -> plain.equals("code") ? Optional.of(AUTHORIZATION_CODE) : Optional.empty())
        .or(() -> plain.equals("devicecode") ? Optional.of(DEVICE_CODE) : Optional.empty())
        .or(
            () ->
                Similar.among(grant.value(), KNOWN.stream().map(GrantType::value).toList())
                    .map(GrantType::new));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z:]", "");
  }

  private static RegisteredUri base(RegisteredUri uri) {
    int hash = uri.text().indexOf('#');
    return hash < 0 ? uri : new RegisteredUri(uri.text().substring(0, hash));
  }

  /** Whether this is an http URL of a host other than loopback. */
  private static boolean isPlainHttp(RegisteredUri uri) {
    return uri.scheme().filter("http"::equals).isPresent() && !base(uri).isLoopback();
  }

  /** Whatever replaces its placeholders and wildcards. */
  private static boolean isBroken(RegisteredUri uri) {
    RegisteredUri base = base(uri);
    if (base.hasPlaceholder()) {
      return Placeholder.atStartOf(base.text()).isEmpty() && base.scheme().isEmpty();
    }
    if (base.hasWildcard()) {
      return base.scheme().isEmpty();
    }
    boolean lacksHost =
        base.isWeb() && base.uri().filter(parsed -> parsed.getHost() != null).isEmpty();
    return base.uri().isEmpty() || lacksHost;
  }

  private static boolean isNoLogoutUri(RegisteredUri uri) {
    boolean otherScheme = uri.scheme().isPresent() && !uri.isWeb();
    return !uri.text().isBlank()
        && (uri.hasFragment()
            || uri.hasWildcard()
            || otherScheme
            || isBroken(uri)
            || isPlainHttp(uri));
  }

  /** Whether this is more than an origin in canonical form. */
  private static boolean isUrl(RegisteredUri uri) {
    return base(uri).origin().filter(origin -> !origin.toString().equals(uri.text())).isPresent();
  }

  private static ClientRegistration toOrigins(ClientRegistration client) {
    return client.with(
        ALLOWED_CORS_ORIGINS,
        client.allowedCorsOrigins().stream()
            .map(
                uri ->
                    base(uri)
                        .origin()
                        .map(origin -> new RegisteredUri(origin.toString()))
                        .orElse(uri))
            .distinct()
            .toList());
  }

  /** Compares with the client's own hosts, or else with those of its page or redirect URI. */
  private static void lookForForeign(ClientRegistration client, Spots spots) {
    Set<String> hosts = spots.options().hosts();
    Optional<Origin> home =
        client
            .find(CLIENT_URI)
            .flatMap(RegisteredUri::origin)
            .or(
                () ->
                    client.redirectUris().stream()
                        .flatMap(uri -> base(uri).origin().stream())
                        .filter(origin -> !origin.isLoopback())
                        .findFirst());
    String own =
        hosts.isEmpty()
            ? home.map(Origin::toString).orElse("")
            : String.join(", ", hosts.stream().sorted().toList());
    Predicate<Origin> isOwn =
        origin ->
            hosts.isEmpty()
                ? home.filter(one -> isSameSite(origin, one)).isPresent()
                : hosts.stream()
                    .anyMatch(n -> origin.host().equals(n) || origin.host().endsWith("." + n));
    spots.each(
        REDIRECT_URIS,
        client.redirectUris(),
        uri -> base(uri).origin().filter(o -> !o.isLoopback() && !isOwn.test(o)).isPresent(),
        uri -> "%s is on another site than %s".formatted(quote(uri), own));
  }

  private static boolean isSameSite(Origin one, Origin other) {
    return new Origin("https", one.host(), 443).isSameSite(new Origin("https", other.host(), 443));
  }
}
