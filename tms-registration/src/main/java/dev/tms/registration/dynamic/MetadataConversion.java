package dev.tms.registration.dynamic;

import static dev.tms.registration.ClientProperties.ALLOWED_GRANT_TYPES;
import static dev.tms.registration.ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS;
import static dev.tms.registration.ClientProperties.ALLOWED_SCOPES;
import static dev.tms.registration.ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER;
import static dev.tms.registration.ClientProperties.ALLOW_OFFLINE_ACCESS;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.BACK_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.CLIENT_ID;
import static dev.tms.registration.ClientProperties.CLIENT_NAME;
import static dev.tms.registration.ClientProperties.CLIENT_SECRETS;
import static dev.tms.registration.ClientProperties.CLIENT_URI;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED;
import static dev.tms.registration.ClientProperties.FRONT_CHANNEL_LOGOUT_URI;
import static dev.tms.registration.ClientProperties.LOGO_URI;
import static dev.tms.registration.ClientProperties.PAIR_WISE_SUBJECT_SALT;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REQUIRE_CLIENT_SECRET;
import static dev.tms.registration.ClientProperties.REQUIRE_PKCE;
import static dev.tms.registration.ClientProperties.REQUIRE_REQUEST_OBJECT;
import static dev.tms.registration.ClientProperties.USER_SSO_LIFETIME;

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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Converts clients of the IdentityServer family to client metadata (RFC 7591) and back. */
public final class MetadataConversion {
  private static final Set<String> OTHERS = Set.of("clientid", "clients");
  private static final Set<String> SECRET_METHODS =
      Set.of("client_secret_basic", "client_secret_post");

  /** The JSON form of a value; null is omitted. */
  private record Form<T>(
      BiFunction<FromMetadata, String, Optional<T>> read, Function<T, @Nullable Object> write) {}

  private static final Form<String> TEXT = new Form<>(FromMetadata::text, text -> text);
  private static final Form<RegisteredUri> URI =
      new Form<>((from, name) -> from.text(name).map(RegisteredUri::new), RegisteredUri::text);
  private static final Form<List<RegisteredUri>> URIS =
      new Form<>(
          (from, name) ->
              from.texts(name).map(uris -> uris.stream().map(RegisteredUri::new).toList()),
          uris -> uris.isEmpty() ? null : uris.stream().map(RegisteredUri::text).toList());
  private static final Form<Boolean> FLAG = new Form<>(FromMetadata::flag, on -> on ? true : null);
  private static final Form<Duration> SECONDS =
      new Form<>(FromMetadata::seconds, Duration::toSeconds);
  private static final Form<List<String>> FIRST =
      new Form<>(
          (from, name) -> from.text(name).map(List::of),
          texts -> texts.isEmpty() ? null : texts.get(0));

  private static final List<Row> TABLE =
      List.of(
          Row.of("client_name", CLIENT_NAME, TEXT),
          Row.of("client_uri", CLIENT_URI, URI),
          Row.of("logo_uri", LOGO_URI, URI),
          Row.of("redirect_uris", REDIRECT_URIS, URIS),
          Row.of("post_logout_redirect_uris", POST_LOGOUT_REDIRECT_URIS, URIS),
          new Row(
              List.of("grant_types", "response_types"), ToMetadata::grants, FromMetadata::grants),
          new Row(
              List.of("token_endpoint_auth_method"),
              ToMetadata::authentication,
              FromMetadata::authentication),
          new Row(List.of("scope"), ToMetadata::scopes, FromMetadata::scopes),
          Row.of("backchannel_logout_uri", BACK_CHANNEL_LOGOUT_URI, URI),
          Row.session(
              "backchannel_logout", BACK_CHANNEL_LOGOUT_URI, BACK_CHANNEL_LOGOUT_SESSION_REQUIRED),
          Row.of("frontchannel_logout_uri", FRONT_CHANNEL_LOGOUT_URI, URI),
          Row.session(
              "frontchannel_logout",
              FRONT_CHANNEL_LOGOUT_URI,
              FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED),
          Row.of("require_signed_request_object", REQUIRE_REQUEST_OBJECT, FLAG), // RFC 9101 10.5
          Row.of("default_max_age", USER_SSO_LIFETIME, SECONDS),
          Row.of("id_token_signed_response_alg", ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, FIRST),
          new Row(List.of("subject_type"), ToMetadata::subject, FromMetadata::subject));

  static final Set<String> MEMBERS =
      TABLE.stream().flatMap(row -> row.members().stream()).collect(Collectors.toSet());

  private MetadataConversion() {}

  /** Members that are converted together. */
  private record Row(List<String> members, Consumer<ToMetadata> to, Consumer<FromMetadata> from) {
    static <T> Row of(String name, Property<T> property, Form<T> form) {
      return new Row(
          List.of(name),
          to -> to.find(property).map(form.write()).ifPresent(json -> to.members.put(name, json)),
          from -> form.read().apply(from, name).ifPresent(value -> from.set(property, value)));
    }

    static Row session(String logout, Property<RegisteredUri> uri, Property<Boolean> required) {
      String name = logout + "_session_required";
      return new Row(
          List.of(name),
          to -> to.find(uri).ifPresent(there -> to.members.put(name, to.get(required))),
          from -> {
            Optional<Boolean> flag = from.flag(name);
            // the default is false there (OpenID Connect Back-Channel Logout 1.0 section 2.2), true
            // here
            if (from.metadata.text(logout + "_uri").isPresent()) {
              from.set(required, flag.orElse(false));
            }
          });
    }
  }

  /** Whether the names are those of client metadata, and not of a registration document. */
  public static boolean isMetadata(Map<String, ?> members) {
    return members.keySet().stream().noneMatch(n -> OTHERS.contains(n.toLowerCase(Locale.ROOT)))
        && (members.containsKey("client_id")
            || members.keySet().stream().anyMatch(MEMBERS::contains));
  }

  /**
   * Removes what the provider issues ({@code client_id}, the secret, the registration access token
   * and its URI), and reports it as lost.
   */
  public static Converted<ClientMetadata> unissued(ClientMetadata metadata) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(metadata.members());
    List<Loss> losses = new ArrayList<>();
    for (String name : RegisteredClient.ISSUED) {
      if (members.remove(name) != null) {
        losses.add(Loss.of(name, "the provider issues it with its answer"));
      }
    }
    return new Converted<>(ClientMetadata.of(members), losses);
  }

  /** Converts a client. Id and secrets are lost, because the provider issues them. */
  public static Converted<ClientMetadata> toMetadata(ClientRegistration client) {
    return new ToMetadata(client).convert();
  }

  /**
   * Creates metadata to replace the current ones. Members that {@link #toMetadata} never creates,
   * such as {@code jwks_uri} and {@code contacts}, are kept.
   */
  public static Converted<ClientMetadata> over(ClientMetadata current, ClientRegistration client) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(current.members());
    kept.keySet().removeAll(MEMBERS);
    return over(kept, toMetadata(client));
  }

  /**
   * Creates metadata to replace the current ones. Members that are absent are kept, and null
   * removes a member. What the provider issues is lost, as in {@link #unissued}.
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
   * Converts metadata to a client of the IdentityServer family, in camelCase.
   *
   * @throws IllegalArgumentException if the client id is blank
   */
  public static Converted<ClientRegistration> fromMetadata(
      String clientId, ClientMetadata metadata) {
    return new FromMetadata(clientId, metadata).convert();
  }

  /** As {@link #fromMetadata(String, ClientMetadata)}, with the hash of the client's secret. */
  public static Converted<ClientRegistration> fromRegistered(RegisteredClient client) {
    Converted<ClientRegistration> converted = fromMetadata(client.clientId(), client.metadata());
    List<Loss> losses = new ArrayList<>(converted.losses());
    Object secret = client.members().get("client_secret");
    if (secret != null && !(secret instanceof String)) {
      losses.add(Loss.of("client_secret", "has to be a text"));
    }
    Object end = client.members().get("client_secret_expires_at");
    if (end != null
        && !(end instanceof Long || end instanceof Integer || end instanceof BigInteger)) {
      losses.add(Loss.of("client_secret_expires_at", "has to be a whole number of seconds"));
    }
    ClientRegistration result = converted.value();
    if (client.secret().isPresent()) {
      ClientSecret kept = ClientSecret.shared("registered", SecretHash.of(client.secret().get()));
      result =
          result.with(
              CLIENT_SECRETS,
              List.of(
                  client
                      .secretExpiresAt()
                      .map(at -> kept.with(ClientSecret.EXPIRATION, at))
                      .orElse(kept)));
    }
    return new Converted<>(result, losses);
  }

  /** A conversion from RFC 7591. Tracks the members read, so that the others can be reported. */
  private static final class FromMetadata {
    private final ClientMetadata metadata;
    private final Set<String> taken = new HashSet<>();
    private final List<Loss> losses = new ArrayList<>();
    private ClientRegistration result;

    FromMetadata(String clientId, ClientMetadata metadata) {
      this.metadata = metadata;
      this.result = ClientRegistration.named(clientId);
    }

    Converted<ClientRegistration> convert() {
      TABLE.forEach(row -> row.from().accept(this));
      metadata
          .members()
          .forEach(
              (name, value) -> {
                if (value != null && !taken.contains(name)) {
                  lose(name, "providers of the IdentityServer family have nothing like it");
                }
              });
      return new Converted<>(result, losses);
    }

    <T> void set(Property<T> property, T value) {
      result = result.with(property, value);
    }

    private void lose(String member, String reason) {
      taken.add(member);
      losses.add(Loss.of(member, reason));
    }

    /** A value of the wrong type is reported as lost. */
    private <T> Optional<T> value(String member, Class<T> type, String expectation) {
      taken.add(member);
      Object value = metadata.members().get(member);
      if (value != null && !type.isInstance(value)) {
        lose(member, "has to be " + expectation);
      }
      return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    Optional<String> text(String member) {
      return value(member, String.class, "a text").filter(text -> !text.isEmpty());
    }

    Optional<Boolean> flag(String member) {
      return value(member, Boolean.class, "true or false");
    }

    Optional<Duration> seconds(String member) {
      String expectation = "a whole number of seconds, from 0 on";
      Optional<Number> number = value(member, Number.class, expectation);
      Optional<Number> whole =
          number.filter(n -> (n instanceof Long || n instanceof Integer) && n.longValue() >= 0);
      if (number.isPresent() && whole.isEmpty()) {
        lose(member, "has to be " + expectation);
      }
      return whole.map(seconds -> Duration.ofSeconds(seconds.longValue()));
    }

    /** Empty if there are no strings. Items of another type are reported as lost. */
    Optional<List<String>> texts(String member) {
      return list(member).filter(texts -> !texts.isEmpty());
    }

    private Optional<List<String>> list(String member) {
      return value(member, List.class, "a list of texts")
          .map(
              list -> {
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < list.size(); i++) {
                  if (list.get(i) instanceof String text) {
                    texts.add(text);
                  } else {
                    String path = JsonPath.item(JsonPath.member(JsonPath.ROOT, member), i);
                    losses.add(new Loss(path, "has to be a text"));
                  }
                }
                return texts;
              });
    }

    void grants() {
      List<String> responses = list("response_types").orElse(List.of("code"));
      boolean hybrid = responses.stream().anyMatch(type -> type.startsWith("code "));
      Set<GrantType> grants = new LinkedHashSet<>();
      for (String grant : list("grant_types").orElse(List.of("authorization_code"))) {
        if (grant.equals("refresh_token")) {
          set(ALLOW_OFFLINE_ACCESS, true);
        } else if (grant.equals("authorization_code") && hybrid) {
          grants.add(GrantType.HYBRID);
          if (responses.contains("code")) {
            grants.add(GrantType.AUTHORIZATION_CODE);
          }
        } else if (!grant.equals("implicit") || isImplicit(responses)) {
          grants.add(new GrantType(grant));
        }
      }
      set(ALLOWED_GRANT_TYPES, List.copyOf(grants));
      if (responses.stream().anyMatch(type -> List.of(type.split(" ", -1)).contains("token"))) {
        set(ALLOW_ACCESS_TOKENS_VIA_BROWSER, true);
      }
    }

    private static boolean isImplicit(List<String> responses) {
      return responses.stream()
          .anyMatch(type -> !List.of(type.split(" ", -1)).contains("code") && !type.equals("none"));
    }

    void authentication() {
      String method = text("token_endpoint_auth_method").orElse("client_secret_basic");
      set(REQUIRE_CLIENT_SECRET, !method.equals("none"));
      if (!method.equals("none") && !SECRET_METHODS.contains(method)) {
        String shown = method.matches("[A-Za-z0-9_]{1,60}") ? method : "this method";
        lose("token_endpoint_auth_method", "only secrets are converted, not " + shown);
      }
    }

    void scopes() {
      text("scope");
      List<String> scopes = new ArrayList<>(metadata.scopes());
      if (scopes.remove("offline_access")) {
        set(ALLOW_OFFLINE_ACCESS, true);
      }
      if (!scopes.isEmpty()) {
        set(ALLOWED_SCOPES, scopes);
      }
    }

    void subject() {
      if (!text("subject_type").orElse("public").equals("public")) {
        lose("subject_type", "pairwise ids need a salt, which the metadata do not have");
      }
    }
  }

  /** A conversion to RFC 7591. Tracks the properties read, so that the others can be reported. */
  private static final class ToMetadata {
    private static final String NO_MEMBER = "RFC 7591 has no member for it";

    private final ClientRegistration client;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private final Set<Property<?>> taken = new HashSet<>();
    private final List<Loss> losses = new ArrayList<>();

    ToMetadata(ClientRegistration client) {
      this.client = client;
    }

    Converted<ClientMetadata> convert() {
      lose(CLIENT_ID, "the provider makes an id of its own");
      TABLE.forEach(row -> row.to().accept(this));
      if (get(ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS).size() > 1) {
        lose(ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, "RFC 7591 has one: the first was kept");
      }
      if (client.redirects() && get(REQUIRE_PKCE)) {
        lose(REQUIRE_PKCE, NO_MEMBER + ": the provider decides; send a proof key in any case");
      }
      for (Property<?> property : client.properties()) {
        if (!taken.contains(property)) {
          loseUnlessDefault(property, NO_MEMBER);
        }
      }
      client
          .unknownMembers()
          .forEach(
              (name, value) -> {
                if (value != null) {
                  losses.add(Loss.of(name, NO_MEMBER));
                }
              });
      return new Converted<>(ClientMetadata.of(members), losses);
    }

    /** The effective value of a property with a default. */
    <T> T get(Property<T> property) {
      return find(property).orElseThrow();
    }

    <T> Optional<T> find(Property<T> property) {
      taken.add(property);
      return client.find(property);
    }

    private void lose(Property<?> property, String reason) {
      taken.add(property);
      losses.add(Loss.of(client.writtenName(property), reason));
    }

    private void loseUnlessDefault(Property<?> property, String reason) {
      taken.add(property);
      if (client.isWritten(property) && !client.find(property).equals(property.standard())) {
        lose(property, reason);
      }
    }

    /** RFC 7591 2.1: grant types and response types must match. */
    void grants() {
      Set<String> grants = new LinkedHashSet<>();
      List<String> responses = new ArrayList<>();
      boolean tokens = get(ALLOW_ACCESS_TOKENS_VIA_BROWSER);
      for (GrantType grant : get(ALLOWED_GRANT_TYPES)) {
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
        lose(
            ALLOW_ACCESS_TOKENS_VIA_BROWSER,
            "no grant of this client sends tokens through the browser");
      }
      if (get(ALLOW_OFFLINE_ACCESS)) {
        grants.add("refresh_token");
      }
      members.put("grant_types", List.copyOf(grants));
      members.put("response_types", List.copyOf(responses));
    }

    void authentication() {
      boolean secret = get(REQUIRE_CLIENT_SECRET);
      members.put("token_endpoint_auth_method", secret ? "client_secret_basic" : "none");
      loseUnlessDefault(CLIENT_SECRETS, "the provider makes a secret of its own");
    }

    void scopes() {
      List<String> scopes = new ArrayList<>(get(ALLOWED_SCOPES));
      if (client.allowOfflineAccess() && !scopes.contains("offline_access")) {
        scopes.add("offline_access");
      }
      if (!scopes.isEmpty()) {
        members.put("scope", String.join(" ", scopes));
      }
    }

    void subject() {
      if (find(PAIR_WISE_SUBJECT_SALT).isPresent()) {
        members.put("subject_type", "pairwise");
        lose(PAIR_WISE_SUBJECT_SALT, "the provider has a salt of its own");
      }
    }
  }

  /** The result of a conversion. */
  public record Converted<T>(T value, List<Loss> losses) {
    public Converted {
      losses = List.copyOf(losses);
    }
  }

  /**
   * A member that cannot be converted.
   *
   * @param path of the member, for example {@code $.consentLifetime}
   * @param reason why, and what to do about it, if anything; no secrets
   */
  public record Loss(String path, String reason) {
    static Loss of(String member, String reason) {
      return new Loss(JsonPath.member(JsonPath.ROOT, member), reason);
    }

    @Override
    public String toString() {
      return path + ": " + reason;
    }
  }
}
