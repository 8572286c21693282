package dev.tms.config;

import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.INTEGER;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;

import dev.tms.config.ServerSettings.Metrics;
import dev.tms.config.ServerSettings.Tls;
import dev.tms.http.PublicUrl;
import dev.tms.token.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Section {@code Server}. */
final class ServerSection {
  static final List<KnownKey> KEYS =
      List.of(
          key("Server.Host", TEXT, "127.0.0.1", "name or address that the server listens on"),
          key("Server.Port", INTEGER, "7182", "port that the server listens on"),
          open(
              "Server.PublicUrl",
              URL,
              "`https://localhost:<Port>`",
              "where browsers reach the server; http for loopback hosts alone"),
          key(
              "Server.BasePath",
              TEXT,
              "",
              "path below which the server answers, such as `/tms`; may stand in `Server.PublicUrl`"
                  + " instead"),
          open(
              "Server.KeyStore",
              FILE,
              "a self-signed certificate beside the keyset",
              "PKCS#12 file with the server's key and certificate"),
          open("Server.KeyStorePassword", SECRET, "none", "password of the key store"),
          open(
              "Server.KeyStorePasswordFile", FILE, "none", "file that holds that password instead"),
          choice(
              "Server.Tls",
              "`off`: the server listens in clear, behind a proxy that encrypts; the public URL"
                  + " stays https",
              "auto",
              "off"),
          open(
              "Server.ManagementPort",
              INTEGER,
              "the same port",
              "port of its own for health and metrics, in clear"),
          key(
              "Server.ManagementHost",
              TEXT,
              "127.0.0.1",
              "name or address that the management port listens on; anyone who reaches it reads"
                  + " what it shows"),
          choice(
              "Server.Metrics",
              "who may read `/metrics`: `auto`: anyone who reaches the management port, without one"
                  + " this machine alone and only at a loopback public URL; `on`: without one,"
                  + " anyone who reaches the server; `off`: no one",
              "auto",
              "on",
              "off"));

  private static final PublicUrl UNUSABLE = PublicUrl.of("https://localhost");

  private ServerSection() {}

  static ServerSettings read(Section in) {
    String host = in.text("Host");
    int port = in.port("Port");
    PublicUrl publicUrl = publicUrl(in, port);
    Path keyStore = in.fileOrNull("KeyStore");
    Secret password = in.secret("KeyStorePassword");
    Tls tls = in.choice("Tls").equals("off") ? Tls.OFF : Tls.AUTO;
    Integer managementPort = in.portOrNull("ManagementPort");
    if (managementPort != null && managementPort == port) {
      in.problems()
          .add(
              in.path("ManagementPort"),
              "is the port of Server.Port: take another, or leave it out");
    }
    String managementHost = in.text("ManagementHost");
    if (managementPort == null && in.isSet("ManagementHost")) {
      in.problems()
          .add(
              in.path("ManagementHost"),
              "is set without Server.ManagementPort: set the port, or leave it out");
    }
    ServerSettings settings =
        new ServerSettings(
            host,
            port,
            publicUrl,
            keyStore,
            password,
            tls,
            managementHost,
            managementPort,
            Metrics.valueOf(in.choice("Metrics").toUpperCase(Locale.ROOT)));
    if (in.problems().sound(in.path("PublicUrl"), in.path("BasePath"), in.path("Tls"))) {
      checkListener(in, settings);
    }
    return settings;
  }

  private static PublicUrl publicUrl(Section in, int port) {
    String given = in.urlOrNull("PublicUrl");
    PublicUrl url =
        in.problems()
            .attempt(
                in.path("PublicUrl"),
                UNUSABLE,
                () -> PublicUrl.of(given == null ? "https://localhost:" + port : given));
    String base = in.textOrEmpty("BasePath");
    if (base.isEmpty()) {
      return url;
    }
    PublicUrl whole = in.problems().attempt(in.path("BasePath"), url, () -> url.withBasePath(base));
    if (!url.basePath().isEmpty() && !url.equals(whole)) {
      in.problems()
          .add(in.path("BasePath"), "differs from the path of Server.PublicUrl: keep one of them");
    }
    return whole;
  }

  private static void checkListener(Section in, ServerSettings settings) {
    Problems problems = in.problems();
    boolean encrypts = settings.listensWithTls();
    checkKeyStore(in, settings.keyStore(), encrypts);
    if (!in.isSet("KeyStore") && encrypts) {
      problems.note(
          in.path("KeyStore"),
          "is not set: the server shows a self-signed certificate, which is kept beside the"
              + " keyset");
    }
    boolean hasPassword = in.isSet("KeyStorePassword") || in.isSet("KeyStorePasswordFile");
    if (hasPassword && !in.isSet("KeyStore")) {
      problems.add(
          in.path(in.isSet("KeyStorePassword") ? "KeyStorePassword" : "KeyStorePasswordFile"),
          "is set without Server.KeyStore");
    }
    boolean isLocal = PublicUrl.isLoopbackHost(settings.host());
    if (!encrypts && !isLocal && problems.sound(in.path("Host"))) {
      problems.warn(
          in.path("Host"),
          "listens in clear on "
              + settings.host()
              + ": nothing but the proxy that encrypts may reach it");
    }
    if (settings.tls() == Tls.OFF && !in.isSet("PublicUrl")) {
      problems.warn(
          in.path("Tls"),
          "is off, and Server.PublicUrl is not set: browsers must reach the proxy at "
              + settings.publicUrl());
    }
  }

  private static void checkKeyStore(Section in, @Nullable Path keyStore, boolean encrypts) {
    Problems problems = in.problems();
    if (keyStore == null || !problems.sound(in.path("KeyStore"))) {
      return;
    }
    if (!encrypts) {
      problems.add(
          in.path("KeyStore"),
          "is set, but the server listens in clear: by Server.Tls, or by Server.PublicUrl");
    } else if (!Files.isReadable(keyStore) || Files.isDirectory(keyStore)) {
      problems.add(in.path("KeyStore"), "is no file that this user can read: " + keyStore);
    }
  }
}
