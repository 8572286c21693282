package dev.tms.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.login.CachedDirectory.DiscoveryDirectory.DiscoveryDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscoveryDocumentTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      nullValues = "-",
      value = {
        "{\"clientSettings\":{}} > - > false",
        "{\"clientSettings\":{\"acr_values\":null,\"promptLoginEnabled\":null}} > - > false",
        "{\"clientSettings\":{\"acr_values\":\"x y\",\"promptLoginEnabled\":true}} > x y > true",
        "{\"clientSettings\":{\"promptLoginEnabled\":false,\"more\":[1]}} > - > false",
        "{\"services\":7,\"authScopes\":{},\"clientSettings\":{\"authDomain\":1}} > - > false",
      })
  void parse_document_isRead(String json, String acr, boolean prompt) {
    assertThat(DiscoveryDocument.parse(json.getBytes(UTF_8)))
        .contains(new DiscoveryDocument(acr, prompt));
  }

  @Test
  void parse_wholeDocument_isRead() {
    String json =
        """
        {"services":[{"service":"store","endpoints":[{"id":"main","url":"https://s.test/"}]}],
         "authScopes":["openid","wsp"],
         "clientSettings":{"customerDomain":"acme.cloud.test","authDomain":"https://id.test",
           "promptLoginEnabled":true,"acr_values":"urn:acr:1"}}
        """;

    assertThat(DiscoveryDocument.parse(json.getBytes(UTF_8)))
        .contains(new DiscoveryDocument("urn:acr:1", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"clientSettings\":null}",
        "{\"clientSettings\":[]}",
        "{\"clientSettings\":\"x\"}",
        "{\"clientSettings\":{\"acr_values\":1}}",
        "{\"clientSettings\":{\"acr_values\":[\"x\"]}}",
        "{\"clientSettings\":{\"acr_values\":\"a\\nb\"}}",
        "{\"clientSettings\":{\"promptLoginEnabled\":\"true\"}}",
        "{\"clientSettings\":{\"promptLoginEnabled\":1}}",
        "{\"clientSettings\":{},\"clientSettings\":{}}",
        "{\"clientSettings\":{}} trailing",
        "{\"clientSettings\":{",
        "<html></html>",
      })
  void parse_otherThanADocument_isEmpty(String json) {
    assertThat(DiscoveryDocument.parse(json.getBytes(UTF_8))).isEmpty();
  }
}
