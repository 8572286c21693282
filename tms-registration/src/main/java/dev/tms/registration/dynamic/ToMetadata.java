package dev.tms.registration.dynamic;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One conversion to RFC 7591. */
final class ToMetadata {
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
}
