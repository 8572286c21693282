package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.token.Scopes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSettingsTest {
  private static final URI CALLBACK = URI.create("https://shop.example/callback");

  @TempDir Path folder;

  @Test
  void of_defaults_areTheDocumentedOnes() {
    ClientSettings settings = Rig.settings();

    assertThat(settings.responseMode()).isEqualTo(ResponseMode.QUERY);
    assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(settings.defaultTokenLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.usePkce()).isTrue();
    assertThat(settings.userInfo()).isFalse();
  }

  @Test
  void withoutPkce_publicClient_isRefused() {
    ClientSettings settings =
        ClientSettings.of("app", ClientAuthentication.none(), CALLBACK, Scopes.of("openid"));

    assertThatThrownBy(settings::withoutPkce)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PKCE");
    assertThat(Rig.settings().withoutPkce().usePkce()).isFalse();
  }

  @Test
  void constructor_noOpenidScope_isRefused() {
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                    "app", ClientAuthentication.none(), CALLBACK, Scopes.of("profile")))
        .hasMessageContaining("openid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "töpfe", "a\tb"})
  void constructor_clientIdOutsideOfVschar_isRefused(String id) {
    assertThatThrownBy(
            () -> ClientSettings.of(id, ClientAuthentication.none(), CALLBACK, Scopes.of("openid")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/callback", "https://shop.example/callback#f"})
  void constructor_redirectUriRelativeOrWithFragment_isRefused(String uri) {
    assertThatThrownBy(
            () ->
                ClientSettings.of(
                    "app", ClientAuthentication.none(), URI.create(uri), Scopes.of("openid")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-1S", "PT2M1S"})
  void withTimeout_outOfRange_isRefused(Duration timeout) {
    assertThatThrownBy(() -> Rig.settings().withTimeout(timeout))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"s3cret\\n,s3cret", "s3cret\\r\\n,s3cret", "s3cret,s3cret", "' s \\n\\n',' s \\n'"})
  void secretFromFile_oneLineBreakAtTheEnd_isNotPartOfIt(String content, String secret)
      throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, content.translateEscapes());

    assertThat(ClientSecret.fromFile(file)).isEqualTo(ClientSecret.of(secret.translateEscapes()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void secretFromFile_empty_isRefusedWithThePath(String content) throws IOException {
    Path file = folder.resolve("secret");
    Files.writeString(file, content);

    assertThatThrownBy(() -> ClientSecret.fromFile(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void secretFromFile_missingOrHuge_isRefused() throws IOException {
    Path huge = Files.write(folder.resolve("huge"), new byte[64 * 1024 + 1]);

    assertThatThrownBy(() -> ClientSecret.fromFile(folder.resolve("none")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ClientSecret.fromFile(huge))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_secret_isNotShown() {
    assertThat(Rig.settings().toString()).doesNotContain("s3cret").contains("redacted");
    assertThatThrownBy(() -> ClientSecret.of("")).isInstanceOf(IllegalArgumentException.class);
  }
}
