package dev.tms.demo.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run of the suite has shown of one provider. {@code docs/providers/interop.json} keeps the
 * results of the last run that was meant to be written down ({@code -Dtms.interop.write=true}); any
 * other run has to come to the same.
 */
final class InteropResults {
  static final Path FILE = Path.of("../docs/providers/interop.json");
  private static final ObjectMapper mapper = new ObjectMapper();

  private final String name;
  private final Map<Capability, String> shown = new EnumMap<>(Capability.class);
  private String version = "";

  InteropResults(String name) {
    this.name = name;
  }

  void version(String running) {
    version = running;
  }

  void shown(Capability capability) {
    shown.put(capability, "yes");
  }

  void lacking(Capability capability, String reason) {
    shown.put(capability, reason);
  }

  /** All results that were written down. */
  static ObjectNode written() {
    try {
      return (ObjectNode) mapper.readTree(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes them down where that is asked for, and compares them otherwise. */
  void write() {
    if (version.isEmpty()) {
      return;
    }
    ObjectNode all = written();
    if (Boolean.getBoolean("tms.interop.write")) {
      ObjectNode own = all.putObject(name).put("version", version);
      shown.forEach((capability, result) -> own.put(capability.title, result));
      try {
        Files.writeString(FILE, all.toPrettyString() + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    } else {
      shown.forEach(
          (capability, result) ->
              assertThat(result).isEqualTo(all.path(name).path(capability.title).asText()));
    }
  }

  /** The table of the overview. */
  static String table() {
    String titles =
        Stream.of(Capability.values()).map(c -> " " + c.title + " |").collect(Collectors.joining());
    StringBuilder table = new StringBuilder("| provider | version |").append(titles).append('\n');
    table.append("|---|---|").append("---|".repeat(Capability.values().length)).append('\n');
    written()
        .properties()
        .forEach(
            provider -> {
              table.append("| [").append(provider.getKey()).append("](").append(provider.getKey());
              table.append(".md) | ").append(provider.getValue().path("version").asText());
              for (Capability each : Capability.values()) {
                table.append(" | ").append(provider.getValue().path(each.title).asText("–"));
              }
              table.append(" |\n");
            });
    return table.toString();
  }
}
