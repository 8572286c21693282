package dev.tms.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.config.TmsConfiguration;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.servlet.TmsFilter;
import dev.tms.servlet.TmsSession;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example compiles, and is the one below. */
final class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  static List<Object> example(
      ServletContext servletContext, HttpServletRequest request, Request message) {
    // example
    Tms tms =
        Tms.builder()
            .publicUrl("https://shop.example")
            .provider(Provider.discover("https://id.example/realms/acme"))
            .client("shop", ClientSecret.fromFile(Path.of("/run/secrets/shop")))
            .scopes("openid", "profile", "offline_access")
            .keys(Keys.file(Path.of("/var/lib/shop/tms-keys.json")))
            .build(); // throws once, listing every problem
    TmsFilter.of(tms).protect("/account/*").addTo(servletContext);

    // in a servlet: the user, and the token for a call to an API, refreshed if it is due
    String user = request.getRemoteUser();
    String token = TmsSession.of(request).accessToken().reveal();

    // on any other server: the endpoints are a function
    Response answer = tms.handle(message);
    // end
    return List.of(user, token, answer);
  }

  @Test
  void example_inTheReadme_isTheOneAbove() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java").resolve("dev/tms/demo/ReadmeTest.java"));
    String example =
        source.substring(source.indexOf("    Tms tms ="), source.indexOf("    // end"));

    assertThat(block("java")).isEqualTo(example.indent(-4));
  }

  @Test
  void configuration_inTheReadme_loads() throws IOException {
    Path file = Files.writeString(folder.resolve("tms.json"), block("json"));

    assertThat(TmsConfiguration.load(file, Map.of()).server().port()).isEqualTo(7182);
  }

  @Test
  void links_inTheReadmeAndTheServersPage_leadToFiles() throws IOException {
    for (Path page :
        List.of(
            Path.of("README.md"),
            Path.of("docs/demo-server.md"),
            Path.of("docs/operations/README.md"),
            Path.of("docs/operations/alerts.md"),
            Path.of("docs/operations/metrics.md"))) {
      Path folderOfPage = ROOT.resolve(page).toAbsolutePath().normalize().getParent();
      assertThat(links(page))
          .isNotEmpty()
          .allSatisfy(link -> assertThat(folderOfPage.resolve(link)).exists());
    }
  }

  private static String block(String language) throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String begin = "```" + language + "\n";
    int from = readme.indexOf(begin) + begin.length();
    return readme.substring(from, readme.indexOf("```", from));
  }

  private static List<String> links(Path page) throws IOException {
    String text = Files.readString(ROOT.resolve(page));
    return Stream.of(text.split("\\]\\(", -1))
        .skip(1)
        .map(rest -> rest.substring(0, rest.indexOf(')')))
        .filter(link -> !link.startsWith("http"))
        .map(link -> link.replaceAll("#.*", ""))
        .collect(Collectors.toList());
  }
}
