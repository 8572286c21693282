package dev.tms.registration.dynamic;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.convert.Loss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** One conversion from RFC 7591. */
final class FromMetadata {
  private static final Set<String> SECRET_METHODS =
      Set.of("client_secret_basic", "client_secret_post");

  private final ClientMetadata metadata;
  private final Set<String> taken = new HashSet<>();
  private final List<Loss> losses = new ArrayList<>();
  private ClientRegistration result;

  FromMetadata(String clientId, ClientMetadata metadata) {
    this.metadata = metadata;
    this.result = ClientRegistration.named(clientId);
  }

  Converted<ClientRegistration> convert() {
    taken("client_name");
    metadata
        .text("client_name")
        .ifPresent(name -> result = result.with(ClientProperties.CLIENT_NAME, name));
    uri("client_uri", ClientProperties.CLIENT_URI);
    uri("logo_uri", ClientProperties.LOGO_URI);
    uris("redirect_uris", ClientProperties.REDIRECT_URIS);
    uris("post_logout_redirect_uris", ClientProperties.POST_LOGOUT_REDIRECT_URIS);
    grants();
    authentication();
    scopes();
    uri("backchannel_logout_uri", ClientProperties.BACK_CHANNEL_LOGOUT_URI);
    uri("frontchannel_logout_uri", ClientProperties.FRONT_CHANNEL_LOGOUT_URI);
    session("backchannel_logout", ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED);
    session("frontchannel_logout", ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED);
    taken("require_signed_request_object");
    metadata
        .flag("require_signed_request_object")
        .ifPresent(flag -> result = result.with(ClientProperties.REQUIRE_REQUEST_OBJECT, flag));
    if (metadata.members().get("default_max_age") instanceof Long seconds) {
      taken("default_max_age");
      result = result.with(ClientProperties.USER_SSO_LIFETIME, Duration.ofSeconds(seconds));
    }
    taken("id_token_signed_response_alg");
    metadata
        .text("id_token_signed_response_alg")
        .ifPresent(
            name ->
                result =
                    result.with(
                        ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, List.of(name)));
    if (metadata.text("subject_type").orElse("public").equals("public")) {
      taken("subject_type");
    } else {
      lose("subject_type", "pairwise ids need a salt, which the metadata do not have");
    }
    rest();
    return new Converted<>(result, losses);
  }

  private void grants() {
    taken("grant_types");
    taken("response_types");
    List<String> responses = metadata.responseTypes();
    boolean hybrid = responses.stream().anyMatch(type -> type.startsWith("code "));
    Set<GrantType> grants = new LinkedHashSet<>();
    for (String grant : metadata.grantTypes()) {
      if (grant.equals("refresh_token")) {
        result = result.with(ClientProperties.ALLOW_OFFLINE_ACCESS, true);
      } else if (grant.equals("authorization_code") && hybrid) {
        grants.add(GrantType.HYBRID);
        if (responses.contains("code")) {
          grants.add(GrantType.AUTHORIZATION_CODE);
        }
      } else if (!grant.equals("implicit") || isImplicit(responses)) {
        grants.add(new GrantType(grant));
      }
    }
    result = result.with(ClientProperties.ALLOWED_GRANT_TYPES, List.copyOf(grants));
    if (responses.stream().anyMatch(type -> List.of(type.split(" ", -1)).contains("token"))) {
      result = result.with(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER, true);
    }
  }

  private static boolean isImplicit(List<String> responses) {
    return responses.stream()
        .anyMatch(type -> !List.of(type.split(" ", -1)).contains("code") && !type.equals("none"));
  }

  private void authentication() {
    taken("token_endpoint_auth_method");
    String method = metadata.tokenEndpointAuthMethod();
    result = result.with(ClientProperties.REQUIRE_CLIENT_SECRET, !method.equals("none"));
    if (!method.equals("none") && !SECRET_METHODS.contains(method)) {
      lose("token_endpoint_auth_method", "only secrets are converted, not " + safe(method));
    }
  }

  private static String safe(String text) {
    return text.matches("[A-Za-z0-9_]{1,60}") ? text : "this method";
  }

  private void scopes() {
    taken("scope");
    List<String> scopes = new ArrayList<>(metadata.scopes());
    if (scopes.remove("offline_access")) {
      result = result.with(ClientProperties.ALLOW_OFFLINE_ACCESS, true);
    }
    if (!scopes.isEmpty()) {
      result = result.with(ClientProperties.ALLOWED_SCOPES, scopes);
    }
  }

  private void uri(String member, Property<RegisteredUri> property) {
    taken(member);
    metadata.text(member).ifPresent(uri -> result = result.with(property, new RegisteredUri(uri)));
  }

  private void uris(String member, Property<List<RegisteredUri>> property) {
    taken(member);
    List<RegisteredUri> uris = metadata.texts(member).stream().map(RegisteredUri::new).toList();
    if (!uris.isEmpty()) {
      result = result.with(property, uris);
    }
  }

  private void session(String member, Property<Boolean> property) {
    String name = member + "_session_required";
    taken(name);
    // absent is false there (OpenID Connect Back-Channel Logout 1.0 section 2.2), and true here
    if (metadata.text(member + "_uri").isPresent()) {
      result = result.with(property, metadata.flag(name).orElse(false));
    }
  }

  private void rest() {
    metadata
        .members()
        .forEach(
            (name, value) -> {
              if (value != null && !taken.contains(name)) {
                lose(name, "providers of the IdentityServer family have nothing like it");
              }
            });
  }

  private void taken(String member) {
    taken.add(member);
  }

  private void lose(String member, String reason) {
    taken(member);
    losses.add(new Loss(JsonPath.member(JsonPath.ROOT, member), reason));
  }

  static ClientRegistration withSecret(ClientRegistration client, RegisteredClient registered) {
    return registered
        .secret()
        .map(
            secret -> {
              ClientSecret kept = ClientSecret.shared("registered", SecretHash.of(secret));
              return client.with(
                  ClientProperties.CLIENT_SECRETS,
                  List.of(
                      registered
                          .secretExpiresAt()
                          .map(end -> kept.with(ClientSecret.EXPIRATION, end))
                          .orElse(kept)));
            })
        .orElse(client);
  }
}
