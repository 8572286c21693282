package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import dev.tms.problem.ErrorCode;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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

/**
 * The rooms of this module and the floors they are on: a room uses rooms of lower floors only.
 * Rooms that are not written yet have their floor already.
 */
final class FloorsTest {
  private static final String FLOORS =
      """
      10 config
      9 dev.tms
      8 endpoint
      7 relay login logout
      6 session inspect
      5 oidc machine preset
      4 oauth seal tenant trace
      3 outbound compact web policy
      2 http
      1 store token
      0 problem event text
      """;

  /** Libraries that only some rooms may know; none means no room at all. */
  private static final Map<String, Set<String>> CONFINED =
      Map.of(
          "com.nimbusds", Set.of("oauth", "oidc"),
          "net.minidev", Set.of("oauth", "oidc"),
          "com.google", Set.of("seal"),
          "jakarta", Set.of(),
          "javax.servlet", Set.of(),
          "org.slf4j", Set.of(),
          "io.undertow", Set.of());

  /** Time and randomness are handed in; only the builder, in the top package, makes them. */
  private static final Set<String> INJECTED =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.Math.random",
          "java.lang.Thread.sleep",
          "java.security.SecureRandom.<init>",
          "java.security.SecureRandom.getInstance",
          "java.security.SecureRandom.getInstanceStrong",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.time.Clock.system",
          "java.time.Instant.now",
          "java.time.InstantSource.system",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.util.Date.<init>",
          "java.util.Random.<init>",
          "java.util.SplittableRandom.<init>",
          "java.util.UUID.randomUUID",
          "java.util.concurrent.ThreadLocalRandom.current",
          "java.util.concurrent.TimeUnit.sleep");

  private static final int MOST_VISIBLE = 119;
  private static final String TOP = "dev.tms";
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Path ARCHITECTURE = Path.of("..", "docs", "architecture.md");

  private static final Map<String, Integer> floors = new LinkedHashMap<>();
  private static JavaClasses classes;

  @BeforeAll
  static void importClasses() throws URISyntaxException {
    FLOORS
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ");
              for (int i = 1; i < words.length; i++) {
                floors.put(words[i], Integer.parseInt(words[0]));
              }
            });
    // the classes of this module only: other modules have packages below dev.tms too
    Path compiled =
        Path.of(ErrorCode.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    classes = new ClassFileImporter().importPath(compiled);
    assertThat(classes).hasSizeGreaterThan(30);
  }

  @Test
  void rooms_ofEveryClass_areInTheTable() {
    Set<String> rooms = new TreeSet<>();
    classes.forEach(type -> rooms.add(room(type.getPackageName())));

    assertThat(floors.keySet()).containsAll(rooms);
  }

  @Test
  void rooms_useLowerFloorsOnly() {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      String from = room(type.getPackageName());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String name = dependency.getTargetClass().getBaseComponentType().getPackageName();
        if (!name.equals(TOP) && !name.startsWith(TOP + ".")) {
          continue;
        }
        String to = room(name);
        if (!to.equals(from)
            && floors.getOrDefault(to, Integer.MAX_VALUE) >= floors.getOrDefault(from, -1)) {
          violations.add(from + " uses " + to + ": " + dependency.getDescription());
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void rooms_haveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.tms.(**)")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void libraries_areKnownToTheirRoomsOnly() {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      String room = room(type.getPackageName());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getName();
        CONFINED.forEach(
            (library, rooms) -> {
              // error_prone_annotations are com.google too, and annotations only
              if (target.startsWith(library + ".")
                  && !target.startsWith("com.google.errorprone.")
                  && !rooms.contains(room)) {
                violations.add(dependency.getDescription());
              }
            });
      }
    }

    assertThat(violations).isEmpty();
  }

  @Test
  void json_isBehindOneClassOfARoom() {
    Map<String, Set<String>> users = new TreeMap<>();
    for (JavaClass type : classes) {
      boolean knowsJackson =
          type.getDirectDependenciesFromSelf().stream()
              .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("com.fasterxml."));
      if (knowsJackson) {
        users
            .computeIfAbsent(room(type.getPackageName()), room -> new TreeSet<>())
            .add(outermost(type).getName());
      }
    }

    assertThat(users.values()).allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void timeAndRandomness_areHandedIn() {
    List<String> violations = new ArrayList<>();
    for (JavaClass type : classes) {
      if (type.getPackageName().equals(TOP)) {
        continue;
      }
      for (JavaAccess<?> access : accesses(type)) {
        String target = access.getTargetOwner().getName() + "." + access.getTarget().getName();
        if (INJECTED.contains(target)) {
          violations.add(access.getDescription());
        }
      }
    }

    assertThat(violations).isEmpty();
  }

  private static Set<JavaAccess<?>> accesses(JavaClass type) {
    Set<JavaAccess<?>> all = new java.util.HashSet<>(type.getAccessesFromSelf());
    all.addAll(type.getCodeUnitReferencesFromSelf());
    return all;
  }

  /**
   * The most types that other rooms can see; it may fall, and not rise. Not a share of all: a
   * helper that moves into its only user is hidden better than one in a file of its own.
   */
  @Test
  void types_areHiddenWhereNothingOutsideNeedsThem() {
    List<String> visible =
        classes.stream()
            .filter(type -> type.equals(outermost(type)) && !isInfo(type))
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .map(JavaClass::getName)
            .toList();

    assertThat(visible).hasSizeLessThanOrEqualTo(MOST_VISIBLE);
  }

  private static boolean isInfo(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }

  @Test
  void packages_sayWhetherTheyAreApi() throws IOException {
    List<String> unclear = new ArrayList<>();
    for (String name : packageNames()) {
      if (ApiMarker.read(packageInfo(name)).isEmpty()) {
        unclear.add(name);
      }
    }

    assertThat(unclear)
        .as("package-info must end in 'API.', 'Internal.' or 'API: A, B; the rest is internal.'")
        .isEmpty();
  }

  @Test
  void apiMarkers_nameTypesThatExist() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String name : packageNames()) {
      for (String type : ApiMarker.read(packageInfo(name)).orElse(ApiMarker.NONE).types()) {
        if (!classes.contain(name + "." + type)
            || !classes.get(name + "." + type).getModifiers().contains(JavaModifier.PUBLIC)) {
          missing.add(name + "." + type);
        }
      }
    }

    assertThat(missing).as("named as API, and not a public type").isEmpty();
  }

  @Test
  void apiSignatures_nameApiTypesOnly() throws IOException {
    Map<String, ApiMarker> markers = new HashMap<>();
    for (String name : packageNames()) {
      markers.put(name, ApiMarker.read(packageInfo(name)).orElse(ApiMarker.NONE));
    }
    ApiSignatures signatures =
        new ApiSignatures(
            type ->
                markers
                    .getOrDefault(type.getPackageName(), ApiMarker.NONE)
                    .covers(outermost(type).getSimpleName()));

    assertThat(signatures.violations(classes)).isEmpty();
  }

  @Test
  void floors_areThoseOfTheArchitectureDocument() throws IOException {
    Map<String, Integer> documented = new LinkedHashMap<>();
    Matcher row =
        Pattern.compile("(?m)^\\| (\\d+) \\| ((?:`[a-z.]+`(?: · )?)+) \\|")
            .matcher(Files.readString(ARCHITECTURE));
    while (row.find()) {
      Matcher room = Pattern.compile("`([a-z.]+)`").matcher(row.group(2));
      while (room.find()) {
        documented.put(room.group(1), Integer.parseInt(row.group(1)));
      }
    }

    assertThat(documented).isEqualTo(floors);
  }

  private static Set<String> packageNames() {
    Set<String> names = new TreeSet<>();
    classes.forEach(type -> names.add(type.getPackageName()));
    return names;
  }

  private static String packageInfo(String name) throws IOException {
    Path file = SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static String room(String packageName) {
    if (!packageName.startsWith(TOP + ".")) {
      return packageName;
    }
    String below = packageName.substring(TOP.length() + 1);
    int dot = below.indexOf('.');
    return dot < 0 ? below : below.substring(0, dot);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
