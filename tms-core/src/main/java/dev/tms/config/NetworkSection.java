package dev.tms.config;

import dev.tms.outbound.NetworkSettings;
import dev.tms.token.Secret;
import java.nio.file.Path;

/** The keys of section {@code Client} that say how other servers are reached. */
final class NetworkSection {
  private NetworkSection() {}

  static NetworkSettings read(Section in) {
    Problems problems = in.problems();
    Path certificates = in.fileOrNull("TrustedCertificates");
    NetworkSettings trusting =
        certificates == null || !problems.sound(in.path("TrustedCertificates"))
            ? NetworkSettings.DEFAULT
            : problems.attempt(
                in.path("TrustedCertificates"),
                NetworkSettings.DEFAULT,
                () -> NetworkSettings.DEFAULT.withTrustedCertificates(certificates));
    String url = in.urlOrNull("Proxy");
    NetworkSettings through =
        url == null
            ? trusting
            : problems.attempt(in.path("Proxy"), trusting, () -> trusting.withProxy(url));
    String user = in.textOrNull("ProxyUser");
    Secret password = in.secret("ProxyPassword");
    if (user == null && password == null) {
      return through;
    }
    if (user == null || password == null) {
      String missing = in.path(user == null ? "ProxyUser" : "ProxyPassword");
      if (problems.sound(missing, in.path("ProxyPasswordFile"))) {
        problems.add(missing, "is missing: a proxy wants user and password, or neither");
      }
      return through;
    }
    return problems.sound(in.path("Proxy"))
        ? problems.attempt(
            in.path("ProxyUser"), through, () -> through.withProxyCredentials(user, password))
        : through;
  }
}
