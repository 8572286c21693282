package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of all properties is written by this test: {@code -Dtms.docs.write=true}. */
final class PropertiesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "registrations", "properties.md");

  @Test
  void page_listsEveryPropertyAsItIs() throws IOException {
    String page =
        """
        # Properties of registrations

        Written by `PropertiesPageTest`, which fails when this page is out of date (`-Dtms.docs.write=true` writes it
        anew). Names are in camelCase; documents in PascalCase have the same with a capital. A default counts where the
        member is missing or null; *none* means that nothing counts.
        """
            + table("Client", ClientRegistration.named("x"))
            + table("Secret", ClientSecret.of(Map.of()))
            + table("Claim", ClientClaim.of("x", "x"))
            + table("API resource", Resource.named(RegistrationKind.API_RESOURCE, "x"))
            + table(
                "API scope and identity resource", Resource.named(RegistrationKind.API_SCOPE, "x"));
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).as("run with -Dtms.docs.write=true").isEqualTo(page);
  }

  private static String table(String title, Described<?> object) {
    StringBuilder rows =
        new StringBuilder(
            "\n## " + title + "\n\n| member | type | default | meaning |\n|---|---|---|---|\n");
    for (Property<?> property : object.properties()) {
      rows.append(
          "| `%s` | %s | %s | %s |\n"
              .formatted(
                  property.name(),
                  property.type(),
                  property.standard().map(PropertiesPageTest::standard).orElse("none"),
                  property.meaning()));
    }
    return rows.toString();
  }

  private static String standard(Object value) {
    if (value instanceof Duration duration) {
      return "`" + duration.toSeconds() + "`";
    }
    if (value instanceof Enum<?> choice) {
      return "`" + choice.ordinal() + "`";
    }
    if (value instanceof Collection<?> list && list.isEmpty()
        || value instanceof Map<?, ?> map && map.isEmpty()) {
      return "empty";
    }
    return "`" + value + "`";
  }

  @Test
  void properties_ofClients_areAllThatTheReferenceHas() {
    List<Property<?>> all = ClientRegistration.named("x").properties();

    assertThat(all).hasSize(48);
    assertThat(all.stream().map(Property::name)).doesNotHaveDuplicates();
  }
}
