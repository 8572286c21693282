package dev.tms.benchmarks.load;

import dev.tms.benchmarks.StoreKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Starts each server, and signs a user in. */
final class Servers {
  static final List<String> NAMES =
      List.of(
          "tms",
          "before",
          "tms-redis",
          "servlet",
          "spring",
          "quarkus",
          "mod_auth_openidc",
          "express");

  private static final String CONFIGURATION =
      """
      { "Client": { "Authority": "%s", "ClientId": "%s", "ClientSecret": "%s",
                    "Scopes": ["openid", "profile", "email"], "UseOfflineAccess": false },
        "FrontEnd": { "FrontEndRedirectUrl": "%s/" }, "Tenants": { "Mode": "single" },
        "Session": { "IdleTimeout": "PT10H", "Home": "%s" }, "Store": %s,
        "Keys": { "File": "tms-keys.json" }, "Server": { "Port": %d, "PublicUrl": "%s" } }
      """;
  private static final Path APACHE_MODULE = Path.of("/usr/lib/apache2/modules/mod_auth_openidc.so");
  private static final Map<CallKind, String> TMS_CALLS =
      Map.of(
          CallKind.SESSION,
          "GET /Session/CheckSession",
          CallKind.TOKEN,
          "POST /Session/RetrieveToken");
  private static final Map<CallKind, String> PEER_CALLS =
      Map.of(CallKind.SESSION, "GET /session", CallKind.TOKEN, "GET /token");

  private final Options options;
  private final Processes processes;
  private final Cache cache;
  private final URI issuer;
  private @Nullable Server tms;

  Servers(Options options, Processes processes, Cache cache, URI issuer) {
    this.options = options;
    this.processes = processes;
    this.cache = cache;
    this.issuer = issuer;
  }

  /** Throws IOException or IllegalStateException with a reason for the user where it cannot. */
  Server start(String name) throws IOException {
    return switch (name) {
      case "tms" -> {
        tms = tms(name, "TMS", options.tms, false);
        yield tms;
      }
      case "before" -> tms(name, "TMS before", Objects.requireNonNull(options.baseline), false);
      case "tms-redis" -> tms(name, "TMS, sessions in Redis", options.tms, true);
      case "servlet" -> servlet();
      case "spring" -> spring();
      case "quarkus" -> quarkus();
      case "mod_auth_openidc" -> modAuthOpenidc();
      case "express" -> express();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private Server tms(String name, String title, Path jar, boolean redis) throws IOException {
    Path folder = processes.folder(name);
    String program = jar.toAbsolutePath().toString();
    int port = StoreKind.freePort();
    URI base = base(port);
    String store =
        redis ? "{ \"Kind\": \"redis\", \"Url\": \"" + StoreKind.redis().toString() + "\" }" : "{}";
    Files.writeString(
        folder.resolve("tms.json"),
        CONFIGURATION.formatted(
            issuer,
            Keycloak.CLIENT,
            Keycloak.SECRET,
            base,
            redis ? "store" : "cookie",
            store,
            port,
            base));
    // nodes that share a store do not make their keyset
    processes.run(
        name + "-keys",
        folder,
        List.of(java(), "-jar", program, "keys", "create", "--file", "tms-keys.json"));
    List<String> command = java(jar.toAbsolutePath());
    Collections.addAll(command, "serve", "--config", "tms.json");
    Process process = processes.start(name, folder, Map.of(), command);
    processes.awaitAnswer(name, process, base.resolve("/health/ready"));
    return new Server(name, title, process, new SignedIn(base, "/Auth/BeginLogin", TMS_CALLS));
  }

  /** What TMS gets, sent to a servlet that answers with as many bytes. */
  private Server servlet() throws IOException {
    Server model = Objects.requireNonNull(tms, "tms comes first");
    Path home = cache.maven("servlet", "src/main/java/App.java");
    int port = StoreKind.freePort();
    URI base = base(port);
    Process process = start("servlet", port, java(home.resolve("target/servlet.jar")));
    Caller caller =
        kind -> {
          Request like = model.caller().request(kind);
          URI uri = base.resolve("/" + like.answerBytes());
          return new Request(like.method(), uri, like.fields(), like.answerBytes());
        };
    processes.awaitAnswer("servlet", process, base.resolve("/1"));
    String title = "servlet, Undertow " + cache.version("undertow");
    return new Server("servlet", title, process, caller);
  }

  private Server spring() throws IOException {
    Path home =
        cache.maven(
            "spring", "src/main/java/app/App.java", "src/main/resources/application.properties");
    String title = "Spring Boot " + cache.version("spring") + ", session in memory";
    return peer("spring", title, PEER_CALLS, java(home.resolve("target/spring.jar")));
  }

  private Server quarkus() throws IOException {
    Path home =
        cache.maven(
            "quarkus", "src/main/java/App.java", "src/main/resources/application.properties");
    String title = "Quarkus " + cache.version("quarkus") + ", encrypted cookie";
    Path jar = home.resolve("target/quarkus-app/quarkus-run.jar");
    return peer("quarkus", title, PEER_CALLS, java(jar));
  }

  private Server modAuthOpenidc() throws IOException {
    if (!Files.exists(APACHE_MODULE)) {
      throw new IOException("not installed; apt-get install libapache2-mod-auth-openidc");
    }
    String name = "mod_auth_openidc";
    Path folder = processes.folder(name);
    for (String file : List.of("apache.conf", "www/session")) {
      Cache.copy(name + "/" + file, folder.resolve(file));
    }
    List<String> query = List.of("dpkg-query", "-Wf${Version}", "libapache2-mod-auth-openidc");
    String version = processes.run(name + "-version", folder, query);
    return peer(
        name,
        "mod_auth_openidc " + version + ", client cookie",
        Map.of(CallKind.SESSION, "GET /session", CallKind.TOKEN, "GET /callback?info=json"),
        List.of(
            "/usr/sbin/apache2", "-DFOREGROUND", "-f", folder.resolve("apache.conf").toString()));
  }

  private Server express() throws IOException {
    if (!Wrk.installed("node") || !Wrk.installed("npm")) {
      throw new IOException("not installed; apt-get install nodejs npm");
    }
    String version = cache.version("expressOpenidConnect");
    Path home =
        cache.built(
            "express",
            List.of("app.mjs"),
            List.of(
                "npm",
                "install",
                "--no-save",
                "--prefix=.",
                "express@" + cache.version("express"),
                "express-openid-connect@" + version));
    return peer(
        "express",
        "express-openid-connect " + version + ", encrypted cookie",
        PEER_CALLS,
        List.of("node", home.resolve("app.mjs").toString()));
  }

  private Server peer(String name, String title, Map<CallKind, String> calls, List<String> command)
      throws IOException {
    int port = StoreKind.freePort();
    URI base = base(port);
    Process process = start(name, port, command);
    processes.awaitAnswer(name, process, base.resolve("/session"));
    return new Server(name, title, process, new SignedIn(base, "/session", calls));
  }

  private Process start(String name, int port, List<String> command) throws IOException {
    Path folder = processes.folder(name);
    Map<String, String> environment =
        Map.of(
            "LOAD_FOLDER",
            folder.toString(),
            "LOAD_PORT",
            String.valueOf(port),
            "LOAD_URL",
            base(port).toString(),
            "LOAD_ISSUER",
            issuer.toString(),
            "LOAD_CLIENT",
            Keycloak.CLIENT,
            "LOAD_SECRET",
            Keycloak.SECRET,
            "NODE_ENV",
            "production");
    return processes.start(name, folder, environment, command);
  }

  private List<String> java(Path jar) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(options.jvm);
    Collections.addAll(command, "-jar", jar.toString());
    return command;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin/java").toString();
  }

  private static URI base(int port) {
    return URI.create("http://localhost:" + port);
  }
}
