package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.registration.ClientProperties.AccessTokenType;
import dev.tms.registration.ClientProperties.RefreshTokenExpiration;
import dev.tms.registration.ClientProperties.RefreshTokenUsage;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

final class ClientRegistrationTest {
  private static final ClientRegistration SHOP = ClientRegistration.named("shop");

  @Test
  void accessors_nothingWritten_giveTheProvidersDefaults() {
    assertThat(SHOP.enabled()).isTrue();
    assertThat(SHOP.get(ClientProperties.PROTOCOL_TYPE)).isEqualTo("oidc");
    assertThat(SHOP.get(ClientProperties.ACCESS_TOKEN_LIFETIME)).isEqualTo(Duration.ofHours(1));
    assertThat(SHOP.get(ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME))
        .isEqualTo(Duration.ofDays(30));
    assertThat(SHOP.get(ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME))
        .isEqualTo(Duration.ofDays(15));
    assertThat(SHOP.find(ClientProperties.CONSENT_LIFETIME)).isEmpty();
    assertThat(SHOP.get(ClientProperties.REFRESH_TOKEN_USAGE))
        .isEqualTo(RefreshTokenUsage.ONE_TIME_ONLY);
    assertThat(SHOP.get(ClientProperties.REFRESH_TOKEN_EXPIRATION))
        .isEqualTo(RefreshTokenExpiration.ABSOLUTE);
    assertThat(SHOP.get(ClientProperties.ACCESS_TOKEN_TYPE)).isEqualTo(AccessTokenType.JWT);
    assertThat(SHOP.requireClientSecret()).isTrue();
    assertThat(SHOP.get(ClientProperties.REQUIRE_PKCE)).isTrue();
    assertThat(SHOP.get(ClientProperties.ALLOW_PLAIN_TEXT_PKCE)).isFalse();
    assertThat(SHOP.find(ClientProperties.CLIENT_CLAIMS_PREFIX)).isEmpty();
    assertThat(SHOP.redirectUris()).isEmpty();
    assertThat(SHOP.get(ClientProperties.PROPERTIES)).isEmpty();
  }

  @Test
  void choices_numbersAndNames_areRead() {
    ClientRegistration numbers =
        ClientRegistration.of(
            Map.of("clientId", "a", "refreshTokenUsage", 0, "accessTokenType", 1));
    ClientRegistration names =
        ClientRegistration.of(
            Map.of("clientId", "a", "refreshTokenUsage", "ReUse", "accessTokenType", "reference"));

    assertThat(numbers.get(ClientProperties.REFRESH_TOKEN_USAGE))
        .isEqualTo(RefreshTokenUsage.REUSE);
    assertThat(names.get(ClientProperties.REFRESH_TOKEN_USAGE)).isEqualTo(RefreshTokenUsage.REUSE);
    assertThat(numbers.get(ClientProperties.ACCESS_TOKEN_TYPE))
        .isEqualTo(AccessTokenType.REFERENCE);
    assertThat(names.get(ClientProperties.ACCESS_TOKEN_TYPE)).isEqualTo(AccessTokenType.REFERENCE);
  }

  @Test
  void with_pascalCase_keepsSpellingOrderAndUnknownMembers() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("Vendor", Map.of("x", 1));
    members.put("ClientId", "shop");
    members.put("RequirePkce", false);

    ClientRegistration changed =
        ClientRegistration.of(members)
            .with(ClientProperties.REQUIRE_PKCE, true)
            .with(ClientProperties.CLAIMS, List.of(ClientClaim.of("role", "x")));

    assertThat(changed.members().keySet())
        .containsExactly("Vendor", "ClientId", "RequirePkce", "Claims");
    assertThat(changed.members().get("Claims"))
        .isEqualTo(List.of(Map.of("Type", "role", "Value", "x")));
    assertThat(changed.unknownMembers()).containsOnlyKeys("Vendor");
    assertThat(changed.get(ClientProperties.REQUIRE_PKCE)).isTrue();
  }

  @Test
  void without_member_countsAsItsDefault() {
    ClientRegistration client = SHOP.with(ClientProperties.REQUIRE_PKCE, false);

    assertThat(client.without(ClientProperties.REQUIRE_PKCE)).isEqualTo(SHOP);
  }

  @Test
  void get_noValueAndNoDefault_throws() {
    assertThatThrownBy(() -> SHOP.get(ClientProperties.CLIENT_URI))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("clientUri is not set");
  }

  @Test
  void find_propertyOfAnotherKind_isRefused() {
    assertThatThrownBy(() -> SHOP.find(Resource.REQUIRED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a client has no required");
  }

  @Test
  void with_partOfASecond_isRefused() {
    assertThatThrownBy(
            () -> SHOP.with(ClientProperties.ACCESS_TOKEN_LIFETIME, Duration.ofMillis(1500)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("whole seconds");
  }

  @Test
  void of_wrongTypes_namesEveryMember() {
    assertThatThrownBy(
            () -> ClientRegistration.of(Map.of("enabled", "yes", "accessTokenLifetime", "10")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("$.enabled must be true or false, found a text")
        .hasMessageContaining("$.accessTokenLifetime must be a whole number of seconds")
        .hasMessageContaining("$.clientId is missing");
  }

  @Test
  void equality_spellingAndOrder_doNotCount() {
    Map<String, Object> camel = new LinkedHashMap<>();
    camel.put("clientId", "a");
    camel.put("clientSecrets", List.of(Map.of("value", "x")));
    camel.put("properties", Map.of("Key", "v"));
    Map<String, Object> pascal = new LinkedHashMap<>();
    pascal.put("Properties", Map.of("Key", "v"));
    pascal.put("ClientSecrets", List.of(Map.of("Value", "x")));
    pascal.put("ClientId", "a");

    assertThat(ClientRegistration.of(camel))
        .isEqualTo(ClientRegistration.of(pascal))
        .hasSameHashCodeAs(ClientRegistration.of(pascal))
        .isNotEqualTo(SHOP);
    assertThat(ClientRegistration.of(pascal).spelled(Spelling.CAMEL).members()).isEqualTo(camel);
  }

  @Test
  void spelled_unknownNamesThatWouldMeet_stay() {
    ClientRegistration client =
        ClientRegistration.of(Map.of("clientId", "a", "extra", 1, "Extra", 2));

    assertThat(client.spelled(Spelling.PASCAL).unknownMembers()).containsOnlyKeys("extra", "Extra");
  }

  @Test
  void nulls_everywhere_countAsNotSet() {
    Map<String, Object> members = new LinkedHashMap<>();
    SHOP.properties().forEach(property -> members.put(property.name(), null));
    members.put("clientId", "a");

    ClientRegistration client = ClientRegistration.of(members);

    assertThat(client.redirectUris()).isEmpty();
    assertThat(client.get(ClientProperties.REQUIRE_PKCE)).isTrue();
    assertThat(client.isWritten(ClientProperties.REQUIRE_PKCE)).isFalse();
    assertThat(client.members()).hasSize(SHOP.properties().size());
  }

  @Test
  void copyAs_client_hasEverythingButIdNameAndSecrets() {
    ClientRegistration client =
        SHOP.with(ClientProperties.CLIENT_NAME, "Shop")
            .with(ClientProperties.REDIRECT_URIS, List.of(new RegisteredUri("https://a.example/")))
            .with(
                ClientProperties.CLIENT_SECRETS,
                List.of(ClientSecret.shared("x", Secret.of("hash"))));

    ClientRegistration copy = client.copyAs("shop2", "Shop 2");

    assertThat(copy.clientId()).isEqualTo("shop2");
    assertThat(copy.find(ClientProperties.CLIENT_NAME)).contains("Shop 2");
    assertThat(copy.clientSecrets()).isEmpty();
    assertThat(copy.redirectUris()).isEqualTo(client.redirectUris());
  }

  @Test
  void toString_neverShowsSecrets() {
    ClientSecret secret = ClientSecret.shared("of the shop", Secret.of("hush-hush"));
    ClientRegistration client = SHOP.with(ClientProperties.CLIENT_SECRETS, List.of(secret));

    assertThat(List.of(client.toString(), secret.toString(), secret.value().toString()))
        .containsExactly(
            "ClientRegistration[shop]", "ClientSecret[of the shop]", "Optional[Secret[redacted]]");
  }

  @Test
  void expiration_inTheFormsOfTheWild_isRead() {
    for (String text :
        Arrays.asList(
            "2027-01-31T00:00:00Z",
            "2027-01-31T00:00:00",
            "2027-01-31",
            "2027-01-31T02:00:00+02:00",
            "2027-01-31T00:00:00.0000000Z")) {
      assertThat(ClientSecret.of(Map.of("expiration", text)).expiration())
          .contains(Instant.parse("2027-01-31T00:00:00Z"));
    }
  }

  @Test
  void value_emptyText_isNoSecret() {
    assertThat(ClientSecret.of(Map.of("value", "")).value()).isEmpty();
  }

  @Test
  void scopes_objectsAndNames_areReadAlike() {
    Resource resource =
        Resource.of(
            RegistrationKind.API_RESOURCE,
            Map.of(
                "name", "api", "scopes", List.of("one", Map.of("name", "two", "enabled", false))));

    assertThat(resource.scopes()).extracting(NameOr::name).containsExactly("one", "two");
    assertThat(resource.scopes().get(0).inline()).isEmpty();
    assertThat(resource.scopes().get(1).inline().orElseThrow().enabled()).isFalse();
    assertThat(resource.with(Resource.SCOPES, resource.scopes())).isEqualTo(resource);
  }

  @Test
  void registeredUri_mistakesAndPlaceholders_keepTheirText() {
    assertThat(new RegisteredUri("https://a.example:8443/x").origin())
        .hasValueSatisfying(o -> assertThat(o).hasToString("https://a.example:8443"));
    assertThat(new RegisteredUri("https://*.example/").uri()).isEmpty();
    assertThat(new RegisteredUri("__Url__/#/callback#").uri()).isEmpty();
    assertThat(new RegisteredUri("__Url__/#/callback#").hasFragment()).isTrue();
    assertThat(new RegisteredUri("not a uri").uri()).isEmpty();
    assertThat(new RegisteredUri("com.example.app:/cb").scheme()).contains("com.example.app");
    assertThat(new RegisteredUri("com.example.app:/cb").origin()).isEmpty();
  }
}
