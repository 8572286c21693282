package dev.tms.demo.interop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that {@code docs/keycloak.md} shows: what the tests run is what a reader copies. */
final class Recipe {
  private static final Path DOCUMENT = Path.of("../docs/keycloak.md");
  private static final ObjectMapper json = new ObjectMapper();

  private Recipe() {}

  /** The realm, as Keycloak imports it. */
  static ObjectNode realm() {
    return file("tms-realm.json");
  }

  /** The configuration of the service. */
  static ObjectNode configuration() {
    return file("tms.json");
  }

  private static ObjectNode file(String name) {
    Pattern block =
        Pattern.compile("`" + Pattern.quote(name) + "`:\\R\\R```json\\R(.*?)```", Pattern.DOTALL);
    try {
      Matcher found = block.matcher(Files.readString(DOCUMENT));
      if (!found.find()) {
        throw new IllegalStateException(DOCUMENT + " shows no " + name);
      }
      return (ObjectNode) json.readTree(found.group(1));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name + " in " + DOCUMENT + " is not JSON", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
