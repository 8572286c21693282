package dev.tms.registration.dynamic;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    text("client_name").ifPresent(name -> result = result.with(ClientProperties.CLIENT_NAME, name));
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
    flag("require_signed_request_object")
        .ifPresent(flag -> result = result.with(ClientProperties.REQUIRE_REQUEST_OBJECT, flag));
    maxAge();
    text("id_token_signed_response_alg")
        .ifPresent(
            name ->
                result =
                    result.with(
                        ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, List.of(name)));
    if (!text("subject_type").orElse("public").equals("public")) {
      lose("subject_type", "pairwise ids need a salt, which the metadata do not have");
    }
    rest();
    return new Converted<>(result, losses);
  }

  private void maxAge() {
    Object value = value("default_max_age");
    if (value instanceof Number number
        && (value instanceof Long || value instanceof Integer)
        && number.longValue() >= 0) {
      result =
          result.with(ClientProperties.USER_SSO_LIFETIME, Duration.ofSeconds(number.longValue()));
    } else if (value != null) {
      lose("default_max_age", "has to be a whole number of seconds, from 0 on");
    }
  }

  private void grants() {
    List<String> responses = texts("response_types").orElse(List.of("code"));
    boolean hybrid = responses.stream().anyMatch(type -> type.startsWith("code "));
    Set<GrantType> grants = new LinkedHashSet<>();
    for (String grant : texts("grant_types").orElse(List.of("authorization_code"))) {
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
    String method = text("token_endpoint_auth_method").orElse("client_secret_basic");
    result = result.with(ClientProperties.REQUIRE_CLIENT_SECRET, !method.equals("none"));
    if (!method.equals("none") && !SECRET_METHODS.contains(method)) {
      lose("token_endpoint_auth_method", "only secrets are converted, not " + safe(method));
    }
  }

  private static String safe(String text) {
    return text.matches("[A-Za-z0-9_]{1,60}") ? text : "this method";
  }

  private void scopes() {
    text("scope");
    List<String> scopes = new ArrayList<>(metadata.scopes());
    if (scopes.remove("offline_access")) {
      result = result.with(ClientProperties.ALLOW_OFFLINE_ACCESS, true);
    }
    if (!scopes.isEmpty()) {
      result = result.with(ClientProperties.ALLOWED_SCOPES, scopes);
    }
  }

  private void uri(String member, Property<RegisteredUri> property) {
    text(member).ifPresent(uri -> result = result.with(property, new RegisteredUri(uri)));
  }

  private void uris(String member, Property<List<RegisteredUri>> property) {
    List<RegisteredUri> uris =
        texts(member).orElse(List.of()).stream().map(RegisteredUri::new).toList();
    if (!uris.isEmpty()) {
      result = result.with(property, uris);
    }
  }

  private void session(String member, Property<Boolean> property) {
    Optional<Boolean> required = flag(member + "_session_required");
    // absent is false there (OpenID Connect Back-Channel Logout 1.0 section 2.2), and true here
    if (metadata.text(member + "_uri").isPresent()) {
      result = result.with(property, required.orElse(false));
    }
  }

  /** The value of a member, which counts as taken; null where it has none. */
  private @Nullable Object value(String member) {
    taken.add(member);
    return metadata.members().get(member);
  }

  /** A text; empty where there is none, and lost where it is of another type. */
  private Optional<String> text(String member) {
    Object value = value(member);
    if (value != null && !(value instanceof String)) {
      lose(member, "has to be a text");
    }
    return metadata.text(member);
  }

  private Optional<Boolean> flag(String member) {
    Object value = value(member);
    if (value != null && !(value instanceof Boolean)) {
      lose(member, "has to be true or false");
    }
    return metadata.flag(member);
  }

  /** The texts of a list; empty where there is no list, and what is of another type is lost. */
  private Optional<List<String>> texts(String member) {
    Object value = value(member);
    if (!(value instanceof List<?> list)) {
      if (value != null) {
        lose(member, "has to be a list of texts");
      }
      return Optional.empty();
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof String text) {
        texts.add(text);
      } else {
        losses.add(
            new Loss(JsonPath.item(JsonPath.member(JsonPath.ROOT, member), i), "has to be a text"));
      }
    }
    return Optional.of(texts);
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

  private void lose(String member, String reason) {
    taken.add(member);
    losses.add(new Loss(JsonPath.member(JsonPath.ROOT, member), reason));
  }

  /** What of the secret that was issued is of another type, and lost. */
  static List<Loss> lossesOfSecret(RegisteredClient registered) {
    List<Loss> losses = new ArrayList<>();
    Object secret = registered.members().get("client_secret");
    if (secret != null && !(secret instanceof String)) {
      losses.add(issued("client_secret", "has to be a text"));
    }
    Object end = registered.members().get("client_secret_expires_at");
    if (end != null
        && !(end instanceof Long || end instanceof Integer || end instanceof BigInteger)) {
      losses.add(issued("client_secret_expires_at", "has to be a whole number of seconds"));
    }
    return losses;
  }

  private static Loss issued(String member, String reason) {
    return new Loss(JsonPath.member(JsonPath.ROOT, member), reason);
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
