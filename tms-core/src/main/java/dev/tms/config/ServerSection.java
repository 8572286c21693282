package dev.tms.config;

import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.config.TmsConfiguration.ServerSettings.Metrics;
import dev.tms.config.TmsConfiguration.ServerSettings.Tls;
import dev.tms.http.PublicUrl;
import dev.tms.token.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

final class ServerSection {
  private static final PublicUrl UNUSABLE = PublicUrl.of("https://localhost");

  private ServerSection() {}

  static ServerSettings read(Section in) {
    String host = in.text("Host");
    int port = in.port("Port");
    PublicUrl publicUrl = publicUrl(in, port);
    Path keyStore = in.fileOrNull("KeyStore");
    Secret password = in.secret("KeyStorePassword");
    Tls tls = in.choice("Tls", Tls.class);
    Integer managementPort = in.portOrNull("ManagementPort");
    if (managementPort != null && managementPort == port) {
      in.wrong("ManagementPort", "is the port of Server.Port: take another, or leave it out");
    }
    String managementHost = in.text("ManagementHost");
    if (managementPort == null && in.sound("ManagementPort") && in.isSet("ManagementHost")) {
      in.wrong(
          "ManagementHost", "is set without Server.ManagementPort: set the port, or leave it out");
    }
    if (managementPort != null && in.sound("ManagementHost") && isEveryAddress(managementHost)) {
      in.problems()
          .warn(
              in.path("ManagementHost"),
              "listens at every address of this machine: anyone who reaches it can read the metrics"
                  + " and have the provider's metadata and keys fetched again. Name one address, or"
                  + " restrict access with a firewall");
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
            in.choice("Metrics", Metrics.class));
    if (in.sound("PublicUrl", "BasePath", "Tls")) {
      checkListener(in, settings);
    }
    return settings;
  }

  /** Whether the host is the unspecified IP address in any notation; resolves no names. */
  private static boolean isEveryAddress(String host) {
    return host.matches("[0.]+|\\[?[0:]+(:[0.]+)?(%.*)?]?");
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
      in.wrong("BasePath", "differs from the path of Server.PublicUrl: keep one of them");
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
      in.wrong(
          in.isSet("KeyStorePassword") ? "KeyStorePassword" : "KeyStorePasswordFile",
          "is set without Server.KeyStore");
    }
    boolean isLocal = PublicUrl.isLoopbackHost(settings.host());
    if (!encrypts && !isLocal && in.sound("Host")) {
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
    if (keyStore == null || !in.sound("KeyStore")) {
      return;
    }
    if (!encrypts) {
      in.wrong(
          "KeyStore",
          "is set, but the server listens in clear: by Server.Tls, or by Server.PublicUrl");
    } else if (!Files.isReadable(keyStore) || Files.isDirectory(keyStore)) {
      in.wrong("KeyStore", "is no file that this user can read: " + keyStore);
    }
  }
}
