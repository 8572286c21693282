package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The rooms of this module and their floors: a room uses rooms of lower floors only. */
final class FloorsTest {
  private static final String TOP = "dev.tms.registration";
  private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");
  private static final JavaClasses classes =
      new ClassFileImporter().importPath(Path.of("target", "classes"));
  private static final Set<String> INJECTED =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Thread.sleep",
          "java.lang.Math.random",
          "java.security.SecureRandom.<init>",
          "java.time.Instant.now",
          "java.time.InstantSource.system",
          "java.time.Clock.systemUTC",
          "java.util.Random.<init>",
          "java.util.UUID.randomUUID");

  @Test
  void rooms_areThoseOfTheArchitectureDocument() throws IOException {
    Set<String> rooms = new TreeSet<>();
    classes.forEach(type -> rooms.add(type.getPackageName()));

    assertThat(floors().keySet()).containsExactlyInAnyOrderElementsOf(rooms);
  }

  @Test
  void rooms_useLowerFloorsOnly() throws IOException {
    Map<String, Integer> floors = floors();
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      String from = type.getPackageName();
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (floors.containsKey(to) && !to.equals(from) && floors.get(to) >= floors.get(from)) {
          violations.add(dependency.getDescription());
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void rooms_haveNoCycles() {
    SlicesRuleDefinition.slices().matching("dev.tms.(**)").should().beFreeOfCycles().check(classes);
  }

  @Test
  void json_isBehindOneClassOfARoom() {
    Map<String, Set<String>> users = new TreeMap<>();
    for (JavaClass type : classes) {
      if (type.getDirectDependenciesFromSelf().stream()
          .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("com.fasterxml."))) {
        users
            .computeIfAbsent(type.getPackageName(), room -> new TreeSet<>())
            .add(type.getName().replaceAll("\\$.*", ""));
      }
    }

    assertThat(users.values()).allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void timeAndRandomness_areHandedIn() {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      type.getAccessesFromSelf().stream()
          .filter(a -> INJECTED.contains(a.getTargetOwner().getName() + "." + a.getName()))
          .forEach(a -> violations.add(a.getDescription()));
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void packages_sayWhetherTheyAreApi() throws IOException {
    for (String room : floors().keySet()) {
      Path file = Path.of("src", "main", "java", room.replace('.', '/'), "package-info.java");

      assertThat(Files.readString(file).replaceAll("\\s*\\n \\*", ""))
          .as(room)
          .containsPattern("(API\\.|Internal\\.|API: [^;]+; the rest is internal\\.)");
    }
  }

  /** Rows such as {@code | `dev.tms.registration.lint` | 2 | … |}. */
  private static Map<String, Integer> floors() throws IOException {
    Map<String, Integer> floors = new LinkedHashMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| `(" + Pattern.quote(TOP) + "[a-z.]*)` \\| (\\d) \\|")
            .matcher(Files.readString(ARCHITECTURE));
    while (row.find()) {
      floors.put(row.group(1), Integer.parseInt(row.group(2)));
    }
    return floors;
  }
}
