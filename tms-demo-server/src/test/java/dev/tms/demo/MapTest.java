package dev.tms.demo;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tms.Tms;
import dev.tms.demo.cli.Main;
import dev.tms.registration.ClientRegistration;
import dev.tms.servlet.TmsFilter;
import dev.tms.store.redis.RedisStore;
import dev.tms.testkit.TestProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Draws {@code docs/architecture.svg} from the compiled classes: {@code -Dtms.docs.write=true}. A
 * frame is a module, a box is a package, and what it uses is below it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MapTest {
  private static final Path FILE = Path.of("..", "docs", "architecture.svg");
  private static final Path PAGE = Path.of("..", "docs", "architecture.md");

  /** The modules from top to bottom, by a class of each; those of one row stand side by side. */
  private static final List<Map<String, Class<?>>> MODULES =
      List.of(
          Map.of("tms-demo-server", Main.class),
          new TreeMap<>(
              Map.of(
                  "tms-servlet-adapter", TmsFilter.class,
                  "tms-store-redis", RedisStore.class)),
          Map.of("tms-registration", ClientRegistration.class),
          Map.of("tms-core", Tms.class),
          Map.of("tms-testkit", TestProvider.class));

  private static final String STYLE =
      """
      text{font:13px sans-serif;text-anchor:middle;fill:#1f2328}
      .module{font-weight:bold;text-anchor:start}
      .frame{fill:none;stroke:#8c959f}
      .box{fill:#f6f8fa;stroke:#8c959f}
      .api{fill:#ddf4ff;stroke:#0969da}
      @media(prefers-color-scheme:dark){text{fill:#e6edf3}.box{fill:#21262d}.api{fill:#0c2d6b}}
      """;
  private static final int WIDTH = 860;
  private static final int PAD = 12;
  private static final int BOX = 26;

  /** What each package uses, and the module that it is in. */
  private final Map<String, Set<String>> uses = new TreeMap<>();

  private final Map<String, String> module = new TreeMap<>();
  private final Set<String> types = new TreeSet<>();
  private final StringBuilder svg = new StringBuilder();

  @BeforeAll
  void readClasses() throws IOException {
    for (Map<String, Class<?>> row : MODULES) {
      for (Map.Entry<String, Class<?>> each : row.entrySet()) {
        read(each.getKey(), each.getValue());
      }
    }
    uses.forEach((from, all) -> all.removeIf(to -> to.equals(from) || !uses.containsKey(to)));
  }

  @Test
  void walks_nameClassesThatExist() throws IOException {
    Set<String> named = new TreeSet<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `([a-z.]+)` \\| ((?:`[A-Z]\\w+`(?:, )?)+) \\|")
            .matcher(Files.readString(PAGE));
    while (row.find()) {
      String room = row.group(1).equals("dev.tms") ? "dev.tms" : "dev.tms." + row.group(1);
      for (String type : row.group(2).replace("`", "").split(", ")) {
        named.add(room + "." + type);
      }
    }

    assertThat(types).containsAll(named);
    assertThat(named).hasSizeGreaterThan(40);
  }

  @Test
  void map_showsTheRoomsAsTheyAre() throws IOException {
    String map = draw();
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.writeString(FILE, map);
    }

    assertThat(Files.readString(FILE)).as("run with -Dtms.docs.write=true").isEqualTo(map);
  }

  /** From a folder, or from the jar that the build has made of it. */
  private void read(String name, Class<?> one) throws IOException {
    String file = String.valueOf(one.getResource(one.getSimpleName() + ".class"));
    String all = file.substring(0, file.lastIndexOf(one.getName().replace('.', '/')));
    for (JavaClass type : new ClassFileImporter().importUrl(URI.create(all).toURL())) {
      if (type.getSimpleName().equals("package-info")) {
        continue;
      }
      types.add(type.getName());
      module.put(type.getPackageName(), name);
      Set<String> used = uses.computeIfAbsent(type.getPackageName(), key -> new TreeSet<>());
      type.getDirectDependenciesFromSelf()
          .forEach(to -> used.add(to.getTargetClass().getBaseComponentType().getPackageName()));
    }
  }

  /** How high a package stands in its module: one above the highest that it uses there. */
  private int floor(String room) {
    return uses.get(room).stream()
        .filter(to -> module.get(to).equals(module.get(room)))
        .mapToInt(to -> floor(to) + 1)
        .max()
        .orElse(0);
  }

  private String draw() throws IOException {
    int y = 0;
    for (Map<String, Class<?>> row : MODULES) {
      int width = (WIDTH - (row.size() - 1) * PAD) / row.size();
      int x = 0;
      int bottom = y;
      for (String name : row.keySet()) {
        bottom = Math.max(bottom, frame(name, x, y, width));
        x += width + PAD;
      }
      y = bottom + PAD;
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 %d %d\">\n<style>\n%s</style>\n"
            .formatted(WIDTH + 2, y - PAD + 2, STYLE)
        + svg
        + "</svg>\n";
  }

  /** Draws a module and returns where it ends. */
  private int frame(String name, int x, int top, int width) throws IOException {
    Map<Integer, Set<String>> floors = new TreeMap<>();
    for (String room : uses.keySet()) {
      if (module.get(room).equals(name)) {
        floors.computeIfAbsent(-floor(room), key -> new TreeSet<>()).add(room);
      }
    }
    int height = 2 * PAD + 8 + floors.size() * (BOX + PAD);
    rectangle("frame", x, top, width, height);
    String others =
        uses.keySet().stream()
            .filter(room -> module.get(room).equals(name))
            .flatMap(room -> uses.get(room).stream())
            .map(module::get)
            .filter(used -> !used.equals(name))
            .distinct()
            .sorted()
            .collect(joining(", "));
    text("module", x + PAD, top + 20, name + (others.isEmpty() ? "" : " uses " + others));
    int y = top + 20 + PAD;
    for (Set<String> floor : floors.values()) {
      row(floor, x + width / 2, y);
      y += BOX + PAD;
    }
    return top + height;
  }

  private void row(Set<String> floor, int middle, int y) throws IOException {
    Map<String, Integer> widths = new LinkedHashMap<>();
    floor.forEach(room -> widths.put(room, shortName(room).length() * 8 + 16));
    int x = middle - (widths.values().stream().mapToInt(w -> w + PAD).sum() - PAD) / 2;
    for (Map.Entry<String, Integer> room : widths.entrySet()) {
      String used = String.join(", ", uses.get(room.getKey()));
      svg.append("<g><title>%s uses %s</title>\n".formatted(room.getKey(), used));
      rectangle(isApi(room.getKey()) ? "api" : "box", x, y, room.getValue(), BOX);
      text("", x + room.getValue() / 2, y + 18, shortName(room.getKey()));
      svg.append("</g>\n");
      x += room.getValue() + PAD;
    }
  }

  /** Whether a package says that an application may use it, or some of it. */
  private boolean isApi(String room) throws IOException {
    Path info = Path.of("..", module.get(room), "src/main/java", room.replace('.', '/'));
    return Files.readString(info.resolve("package-info.java")).matches("(?s).*\\bAPI[.:].*");
  }

  private static String shortName(String room) {
    return room.replaceFirst("^dev\\.tms\\.", "");
  }

  private void rectangle(String style, int x, int y, int width, int height) {
    svg.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
            .formatted(style, x, y, width, height));
  }

  private void text(String style, int x, int y, String text) {
    svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, text));
  }
}
