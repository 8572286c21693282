package dev.tms.benchmarks.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line. Parsing throws IllegalArgumentException with a text for the user. */
final class Options {
  static final String USAGE =
      """
      java -cp tms-benchmarks/target/tms-benchmarks.jar dev.tms.benchmarks.load.LoadDriver [options]
        --only NAMES      servers, with commas; tms is always there. All: %s
        --call CALL       session or token; both without it
        --rounds N        measured rounds of each server and call; 5
        --seconds N       of each round, warm-up included; 10
        --tms JAR         tms-demo-server/target/tms-demo-server.jar
        --baseline JAR    another demo server, measured beside it as "before"
        --jvm FLAGS       of each server in Java; -Xmx512m
        --half            then also: latency at half of each server's most requests per second
        --write DOCUMENT  puts tables and charts there, such as docs/performance.md
        --cache FOLDER    Keycloak and built peers; "load" beside the driver's jar
      """
          .formatted(String.join(",", Servers.NAMES));

  Set<String> only = Set.copyOf(Servers.NAMES);
  Set<CallKind> calls = EnumSet.allOf(CallKind.class);
  int rounds = 5;
  int seconds = 10;
  Path tms = Path.of("tms-demo-server/target/tms-demo-server.jar");
  @Nullable Path baseline;
  List<String> jvm = List.of("-Xmx512m");
  boolean half;
  @Nullable Path document;
  Path cache;

  Options(Path cache, String... arguments) {
    this.cache = cache;
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      if (name.equals("--half")) {
        half = true;
      } else if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(name + ": is unknown, or needs a value\n" + USAGE);
      } else {
        set(name, arguments[++i]);
      }
    }
    file("--tms", tms);
    if (baseline != null) {
      file("--baseline", baseline);
    }
    if (document != null) {
      file("--write", document);
    }
  }

  private void set(String name, String value) {
    switch (name) {
      case "--only" -> only = names(value);
      case "--call" -> calls = Set.of(call(value));
      case "--rounds" -> rounds = positive(name, value);
      case "--seconds" -> seconds = positive(name, value);
      case "--tms" -> tms = Path.of(value);
      case "--baseline" -> baseline = Path.of(value);
      case "--jvm" -> jvm = List.of(value.trim().split("\\s+", -1));
      case "--write" -> document = Path.of(value);
      case "--cache" -> cache = Path.of(value).toAbsolutePath();
      default -> throw new IllegalArgumentException(name + ": is unknown\n" + USAGE);
    }
  }

  private static Set<String> names(String value) {
    Set<String> names = Set.of(value.split(",", -1));
    if (!Servers.NAMES.containsAll(names)) {
      throw new IllegalArgumentException("--only: " + value + " is not among " + Servers.NAMES);
    }
    return names;
  }

  private static CallKind call(String value) {
    return Arrays.stream(CallKind.values())
        .filter(call -> call.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("--call: must be session or token"));
  }

  private static int positive(String name, String value) {
    if (!value.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(name + ": must be a number above 0, not " + value);
    }
    return Integer.parseInt(value);
  }

  private static void file(String name, Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          name + ": there is no " + file + "; mvn -q -DskipTests package makes the jars");
    }
  }
}
