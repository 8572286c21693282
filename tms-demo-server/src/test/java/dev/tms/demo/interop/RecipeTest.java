package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.config.TmsConfiguration;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/keycloak.md} shows, as far as it can be checked without a Keycloak. */
class RecipeTest {
  private final ObjectNode configuration = Recipe.configuration();
  private final JsonNode client = Recipe.realm().at("/clients/0");

  @Test
  void configuration_asWritten_starts(@TempDir Path directory) {
    TmsConfiguration read = TmsConfiguration.parse(configuration.toString(), directory, Map.of());

    assertThatCode(() -> read.toTms().close()).doesNotThrowAnyException();
  }

  @Test
  void realm_asWritten_isTheOneOfTheConfiguration() {
    String publicUrl = configuration.at("/Server/PublicUrl").asText();

    assertThat(configuration.at("/Client/Authority").asText())
        .endsWith("/realms/" + Recipe.realm().path("realm").asText());
    assertThat(client.path("clientId")).isEqualTo(configuration.at("/Client/ClientId"));
    assertThat(client.path("secret")).isEqualTo(configuration.at("/Client/ClientSecret"));
    assertThat(client.at("/redirectUris/0").asText()).isEqualTo(publicUrl + "/callback");
    assertThat(client.path("attributes").path("post.logout.redirect.uris").asText())
        .isEqualTo(publicUrl + "/Auth/LoggedOut");
  }
}
