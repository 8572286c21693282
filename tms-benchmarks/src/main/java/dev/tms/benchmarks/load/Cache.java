package dev.tms.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What is kept from run to run: Keycloak, and the peers, each built from the sources beside this
 * class.
 */
final class Cache {
  private static final List<String> MAVEN = List.of("mvn", "-B", "-ntp", "-q");

  private final Processes processes;
  private final Path folder;
  private final Properties versions = new Properties();

  Cache(Processes processes, Path folder) throws IOException {
    this.processes = processes;
    this.folder = Files.createDirectories(folder);
    try (InputStream properties = resource("load.properties")) {
      versions.load(properties);
    }
  }

  String version(String name) {
    return versions.getProperty(name + ".version");
  }

  /** Keycloak's folder. */
  Path keycloak() throws IOException {
    Path unpacked = folder.resolve("keycloak-" + version("keycloak"));
    if (!Files.exists(unpacked)) {
      Path unpacking = folder.resolve("unpacking");
      List<String> command = new ArrayList<>(MAVEN);
      command.add(
          "org.apache.maven.plugins:maven-dependency-plugin:%s:unpack"
              .formatted(version("dependencyPlugin")));
      command.add(
          "-Dartifact=org.keycloak:keycloak-quarkus-dist:%s:tar.gz".formatted(version("keycloak")));
      command.add("-DoutputDirectory=" + unpacking);
      processes.run("mvn", folder, command);
      Files.move(unpacking, unpacked);
    }
    try (Stream<Path> inside = Files.list(unpacked)) {
      return inside.findFirst().orElseThrow(() -> new IOException("nothing in " + unpacked));
    }
  }

  /** The folder of a peer that Maven builds, from these sources and its {@code pom.xml}. */
  Path maven(String peer, String... sources) throws IOException {
    List<String> files = new ArrayList<>(List.of("pom.xml"));
    files.addAll(List.of(sources));
    List<String> command = new ArrayList<>(MAVEN);
    versions.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("package");
    return built(peer, files, command);
  }

  /** The folder of a peer with these files, where the command was run after the last change. */
  Path built(String peer, List<String> files, List<String> command) throws IOException {
    Path home = folder.resolve(peer);
    Path commands = home.resolve("built-by");
    String line = String.join(" ", command);
    boolean built = Files.exists(commands) && Files.readString(commands).equals(line);
    for (String file : files) {
      built &= !copy(peer + "/" + file, home.resolve(file));
    }
    if (!built) {
      Files.deleteIfExists(commands);
      processes.run(peer + "-build", home, command);
      Files.writeString(commands, line);
    }
    return home;
  }

  /** Copies one of our sources; returns whether that changed the file. */
  static boolean copy(String source, Path file) throws IOException {
    try (InputStream stream = resource(source)) {
      byte[] content = stream.readAllBytes();
      if (Files.exists(file) && Arrays.equals(content, Files.readAllBytes(file))) {
        return false;
      }
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, content);
      return true;
    }
  }

  private static InputStream resource(String name) throws IOException {
    InputStream stream = Cache.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IOException("the jar has no " + name);
    }
    return stream;
  }
}
