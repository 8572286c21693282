package dev.tms.registration.dynamic;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.dynamic.Converted.Loss;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts clients of the IdentityServer family to RFC 7591's metadata and back. */
public final class MetadataConversion {
  private static final Set<String> OTHERS = Set.of("clientid", "clients");

  private MetadataConversion() {}

  /**
   * Whether an object is metadata of RFC 7591 by the names of its members, and no document of
   * registrations.
   */
  public static boolean isMetadata(Map<String, ?> members) {
    return members.keySet().stream().noneMatch(n -> OTHERS.contains(n.toLowerCase(Locale.ROOT)))
        && (members.containsKey("client_id")
            || members.keySet().stream().anyMatch(ToMetadata.MEMBERS::contains));
  }

  /**
   * Metadata to register: without what the provider issues ({@code client_id}, the secret, the
   * registration access token and its address), which are lost. The rest is kept as it is.
   */
  public static Converted<ClientMetadata> unissued(ClientMetadata metadata) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(metadata.members());
    List<Loss> losses = new ArrayList<>();
    for (String name : RegisteredClient.ISSUED) {
      if (members.remove(name) != null) {
        losses.add(
            new Loss(
                JsonPath.member(JsonPath.ROOT, name), "the provider issues it with its answer"));
      }
    }
    return new Converted<>(ClientMetadata.of(members), losses);
  }

  /** What to register. Id and secrets are lost, since the provider makes them. */
  public static Converted<ClientMetadata> toMetadata(ClientRegistration client) {
    return new ToMetadata(client).convert();
  }

  /**
   * What to register in place of what is registered now: members that {@link #toMetadata} never
   * makes, such as {@code jwks_uri} and {@code contacts}, stay as they are.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientRegistration client) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(current.members());
    kept.keySet().removeAll(ToMetadata.MEMBERS);
    return over(kept, toMetadata(client));
  }

  /**
   * What to register in place of what is registered now: members that the metadata leave out stay
   * as they are, and null removes one. What the provider issues is lost, as by {@link #unissued}.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientMetadata wanted) {
    return over(new LinkedHashMap<>(current.members()), unissued(wanted));
  }

  private static Converted<ClientMetadata> over(
      Map<String, @Nullable Object> members, Converted<ClientMetadata> wanted) {
    members.putAll(wanted.value().members());
    members.values().removeIf(Objects::isNull);
    return new Converted<>(ClientMetadata.of(members), wanted.losses());
  }

  /**
   * The client as providers of the IdentityServer family keep it, in camelCase.
   *
   * @throws IllegalArgumentException if the client id is blank
   */
  public static Converted<ClientRegistration> fromMetadata(
      String clientId, ClientMetadata metadata) {
    return new FromMetadata(clientId, metadata).convert();
  }

  /** As {@link #fromMetadata(String, ClientMetadata)}, with the hash of its secret. */
  public static Converted<ClientRegistration> fromRegistered(RegisteredClient client) {
    Converted<ClientRegistration> converted = fromMetadata(client.clientId(), client.metadata());
    List<Loss> losses = new ArrayList<>(converted.losses());
    losses.addAll(FromMetadata.lossesOfSecret(client));
    return new Converted<>(FromMetadata.withSecret(converted.value(), client), losses);
  }

  /** One conversion from RFC 7591. */
  private static final class FromMetadata {
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
      text("client_name")
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
      flag("require_signed_request_object")
          .ifPresent(flag -> result = result.with(ClientProperties.REQUIRE_REQUEST_OBJECT, flag));
      maxAge();
      text("id_token_signed_response_alg")
          .ifPresent(
              name ->
                  result =
                      result.with(
                          ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
                          List.of(name)));
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
              new Loss(
                  JsonPath.item(JsonPath.member(JsonPath.ROOT, member), i), "has to be a text"));
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

  /** One conversion to RFC 7591. */
  static final class ToMetadata {
    /** All that a conversion can make. */
    static final Set<String> MEMBERS =
        Set.of(
            "client_name",
            "client_uri",
            "logo_uri",
            "redirect_uris",
            "post_logout_redirect_uris",
            "grant_types",
            "response_types",
            "token_endpoint_auth_method",
            "scope",
            "backchannel_logout_uri",
            "backchannel_logout_session_required",
            "frontchannel_logout_uri",
            "frontchannel_logout_session_required",
            "require_signed_request_object",
            "default_max_age",
            "id_token_signed_response_alg",
            "subject_type");

    private final ClientRegistration client;
    private final Source source;
    private final Map<String, Object> members = new LinkedHashMap<>();

    ToMetadata(ClientRegistration client) {
      this.client = client;
      this.source = new Source(client);
    }

    Converted<ClientMetadata> convert() {
      source.lose(ClientProperties.CLIENT_ID, "the provider makes an id of its own");
      source.find(ClientProperties.CLIENT_NAME).ifPresent(n -> members.put("client_name", n));
      uri(ClientProperties.CLIENT_URI, "client_uri");
      uri(ClientProperties.LOGO_URI, "logo_uri");
      uris(ClientProperties.REDIRECT_URIS, "redirect_uris");
      uris(ClientProperties.POST_LOGOUT_REDIRECT_URIS, "post_logout_redirect_uris");
      grants();
      authentication();
      scopes();
      logout(
          ClientProperties.BACK_CHANNEL_LOGOUT_URI,
          ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED,
          "backchannel_logout");
      logout(
          ClientProperties.FRONT_CHANNEL_LOGOUT_URI,
          ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED,
          "frontchannel_logout");
      if (source.get(ClientProperties.REQUIRE_REQUEST_OBJECT)) {
        members.put("require_signed_request_object", true); // RFC 9101 10.5
      }
      source
          .find(ClientProperties.USER_SSO_LIFETIME)
          .ifPresent(life -> members.put("default_max_age", life.toSeconds()));
      algorithms();
      if (source.find(ClientProperties.PAIR_WISE_SUBJECT_SALT).isPresent()) {
        members.put("subject_type", "pairwise");
        source.lose(ClientProperties.PAIR_WISE_SUBJECT_SALT, "the provider has a salt of its own");
      }
      if (client.redirects() && source.get(ClientProperties.REQUIRE_PKCE)) {
        source.lose(
            ClientProperties.REQUIRE_PKCE,
            "RFC 7591 has no member for it: the provider decides; send a proof key in any case");
      }
      return new Converted<>(
          ClientMetadata.of(members), source.losses("RFC 7591 has no member for it"));
    }

    private void uri(Property<RegisteredUri> property, String member) {
      source.find(property).ifPresent(uri -> members.put(member, uri.text()));
    }

    private void uris(Property<List<RegisteredUri>> property, String member) {
      List<String> texts = source.get(property).stream().map(RegisteredUri::text).toList();
      if (!texts.isEmpty()) {
        members.put(member, texts);
      }
    }

    /** RFC 7591 2.1: grant types and response types have to fit each other. */
    private void grants() {
      Set<String> grants = new LinkedHashSet<>();
      List<String> responses = new ArrayList<>();
      boolean tokens = source.get(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER);
      for (GrantType grant : source.get(ClientProperties.ALLOWED_GRANT_TYPES)) {
        if (grant.equals(GrantType.HYBRID)) {
          grants.add(GrantType.AUTHORIZATION_CODE.value());
          grants.add(GrantType.IMPLICIT.value());
          responses.add("code id_token");
          if (tokens) {
            responses.add("code token");
            responses.add("code id_token token");
          }
        } else {
          grants.add(grant.value());
          if (grant.equals(GrantType.AUTHORIZATION_CODE)) {
            responses.add("code");
          } else if (grant.equals(GrantType.IMPLICIT)) {
            responses.add("id_token");
            if (tokens) {
              responses.add("id_token token");
            }
          }
        }
      }
      if (tokens && responses.stream().noneMatch(type -> type.contains("token"))) {
        source.lose(
            ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER,
            "no grant of this client sends tokens through the browser");
      }
      if (source.get(ClientProperties.ALLOW_OFFLINE_ACCESS)) {
        grants.add("refresh_token");
      }
      members.put("grant_types", List.copyOf(grants));
      members.put("response_types", List.copyOf(responses));
    }

    private void authentication() {
      boolean secret = source.get(ClientProperties.REQUIRE_CLIENT_SECRET);
      members.put("token_endpoint_auth_method", secret ? "client_secret_basic" : "none");
      source.loseUnlessDefault(
          ClientProperties.CLIENT_SECRETS, "the provider makes a secret of its own");
    }

    private void scopes() {
      List<String> scopes = new ArrayList<>(source.get(ClientProperties.ALLOWED_SCOPES));
      if (client.allowOfflineAccess() && !scopes.contains("offline_access")) {
        scopes.add("offline_access");
      }
      if (!scopes.isEmpty()) {
        members.put("scope", String.join(" ", scopes));
      }
    }

    private void logout(
        Property<RegisteredUri> uri, Property<Boolean> sessionRequired, String member) {
      source
          .find(uri)
          .ifPresent(
              value -> {
                members.put(member + "_uri", value.text());
                members.put(member + "_session_required", source.get(sessionRequired));
              });
    }

    private void algorithms() {
      List<String> names = source.get(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS);
      if (!names.isEmpty()) {
        members.put("id_token_signed_response_alg", names.get(0));
      }
      if (names.size() > 1) {
        source.lose(
            ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
            "RFC 7591 has one: the first was kept");
      }
    }

    /**
     * A client that is being converted: remembers what was taken of it, so that the rest can be
     * reported. Not thread-safe.
     */
    private static final class Source {
      private final ClientRegistration client;
      private final Set<String> taken = new HashSet<>();
      private final List<Loss> losses = new ArrayList<>();

      Source(ClientRegistration client) {
        this.client = client;
      }

      /** The value in effect; counts as converted. */
      <T> T get(Property<T> property) {
        taken.add(property.name());
        return client.get(property);
      }

      /** The value in effect, if there is one; counts as converted. */
      <T> Optional<T> find(Property<T> property) {
        taken.add(property.name());
        return client.find(property);
      }

      /** The value is lost. */
      void lose(Property<?> property, String reason) {
        taken.add(property.name());
        losses.add(new Loss(path(client.writtenName(property)), reason));
      }

      /** The value is lost, if it is written and not the default. */
      void loseUnlessDefault(Property<?> property, String reason) {
        taken.add(property.name());
        if (client.isWritten(property) && !client.find(property).equals(property.standard())) {
          lose(property, reason);
        }
      }

      /**
       * All losses; among them the members that were not taken, are written, and differ from their
       * defaults.
       */
      List<Loss> losses(String reasonForTheRest) {
        for (Property<?> property : client.properties()) {
          if (!taken.contains(property.name())) {
            loseUnlessDefault(property, reasonForTheRest);
          }
        }
        client
            .unknownMembers()
            .forEach(
                (name, value) -> {
                  if (value != null) {
                    losses.add(new Loss(path(name), reasonForTheRest));
                  }
                });
        return List.copyOf(losses);
      }

      private static String path(String member) {
        return JsonPath.member(JsonPath.ROOT, member);
      }
    }
  }
}
