package dev.tms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderQuirks;
import dev.tms.oauth.ProviderQuirks.KnownError;
import dev.tms.oauth.ProviderQuirks.SignOut;
import dev.tms.preset.Preset;
import dev.tms.preset.Preset.Placeholders;
import dev.tms.seal.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * docs/providers: a page for every preset, whose configuration loads, and examples that compile.
 */
class ProviderPagesTest {
  private static final Path PAGES = Path.of("../docs/providers");

  @TempDir Path folder;

  @BeforeEach
  void secretOfTheExamples() throws IOException {
    Path secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.writeString(secrets.resolve("client-secret"), "secret\n");
  }

  static List<Preset> presets() {
    return Preset.all();
  }

  @ParameterizedTest
  @MethodSource("presets")
  void page_configuration_loadsAndNamesItsPreset(Preset preset) throws IOException {
    List<String> examples = blocks(page(preset), "json");

    assertThat(examples).isNotEmpty();
    for (String example : examples) {
      TmsConfiguration configuration = TmsConfiguration.parse(example, folder, Map.of());
      assertThat(configuration.reading().provider().quirks().provider()).isEqualTo(preset.title());
      assertThat(configuration.warnings())
          .allSatisfy(warning -> assertThat(warning).startsWith("Client.Identity: "))
          .hasSize(preset == Preset.CENTRIFY ? 1 : 0);
      configuration.toTms(builder -> builder.keys(Keys.inMemory())).close();
    }
  }

  @ParameterizedTest
  @MethodSource("presets")
  void page_hasRecipeSourceAndStanding(Preset preset) throws IOException {
    String page = page(preset);

    assertThat(page)
        .contains("## Register", "## Configure", "## What the preset does", "## Sources", "2026-")
        .contains("https://login.shop.example/callback")
        .contains(
            preset == Preset.KEYCLOAK
                ? "**is tested live**"
                : "**Untested against the live provider.**");
    assertThat(Files.readString(PAGES.resolve("README.md")))
        .contains("| `" + preset.name() + "` | [")
        .contains("(" + preset.name() + ".md)");
  }

  @Test
  void overview_examples_areThoseOfThisTest() throws IOException {
    String own =
        oneLine(Files.readString(Path.of("src/test/java/dev/tms/config/ProviderPagesTest.java")));

    List<String> examples = blocks(Files.readString(PAGES.resolve("README.md")), "java");
    assertThat(examples).hasSize(2);
    for (String example : examples) {
      String body = oneLine(example);
      assertThat(own).contains(body.substring(body.indexOf("=") + 2, body.lastIndexOf(".build()")));
    }
  }

  @Test
  void overview_firstExample_isComplete() {
    Keys keys = Keys.file(folder.resolve("keys.json"));
    ClientSecret secret = ClientSecret.of("secret");
    TmsBuilder builder =
        Tms.builder()
            .publicUrl("https://login.shop.example")
            .provider(Preset.AUTH0.provider(Placeholders.NONE.with("tenant", "acme.eu.auth0.com")))
            .client("AbCdEf", secret)
            .protocol(
                settings -> settings.withParameters(Map.of("audience", "https://api.shop.example")))
            .keys(keys);

    assertThatCode(() -> builder.build().close()).doesNotThrowAnyException();
  }

  @Test
  void overview_secondExample_isComplete() {
    Provider provider =
        Provider.of("https://id.example")
            .discoverOthers()
            .quirks(
                ProviderQuirks.of("Example ID")
                    .withSignOut(new SignOut("/bye", "goto"))
                    .withErrors(
                        new KnownError(
                            "access_denied", "", "the user has no licence: ask the help desk")))
            .build();

    assertThat(provider.quirks().explain("access_denied", null)).isPresent();
  }

  private static String page(Preset preset) throws IOException {
    return Files.readString(PAGES.resolve(preset.name() + ".md"));
  }

  /** Without spaces, which the formatter places as it likes. */
  private static String oneLine(String code) {
    return code.replaceAll("\\s+", "");
  }

  private static List<String> blocks(String text, String language) {
    return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .toList();
  }
}
