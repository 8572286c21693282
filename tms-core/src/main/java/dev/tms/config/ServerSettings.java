package dev.tms.config;

import dev.tms.http.PublicUrl;
import dev.tms.token.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a standalone server listens. Immutable.
 *
 * @param host name or address to listen on; default {@code 127.0.0.1}
 * @param port 1 to 65535; default 7182
 * @param publicUrl where browsers reach it, with the base path; default {@code
 *     https://localhost:<port>}
 * @param keyStore PKCS#12 file with key and certificate; null for a self-signed certificate
 * @param keyStorePassword of the key store; null for none
 * @param tls whether the listener's encryption follows the public URL; default {@link Tls#AUTO}
 * @param managementHost name or address that the management port listens on; default {@code
 *     127.0.0.1}
 * @param managementPort where health and metrics are served; null for the main port
 * @param metrics who is shown metrics; default {@link Metrics#AUTO}
 */
public record ServerSettings(
    String host,
    int port,
    PublicUrl publicUrl,
    @Nullable Path keyStore,
    @Nullable Secret keyStorePassword,
    Tls tls,
    String managementHost,
    @Nullable Integer managementPort,
    Metrics metrics) {

  /** Who encrypts. */
  public enum Tls {
    /** The listener does where the public URL is https. */
    AUTO,
    /** A proxy in front does: the listener speaks clear http, the public URL stays https. */
    OFF
  }

  /** Who is shown {@code /metrics}. */
  public enum Metrics {
    /**
     * On the management port, anyone who reaches that. Without one, requests of this machine alone,
     * and only where the public URL is a loopback one; otherwise no one.
     */
    AUTO,
    /** Anyone who reaches the management port; without one, the main port. */
    ON,
    /** No one: nothing is counted either. */
    OFF
  }

  /** Checks that nothing is missing. */
  public ServerSettings {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(publicUrl, "publicUrl");
    Objects.requireNonNull(tls, "tls");
    Objects.requireNonNull(managementHost, "managementHost");
    Objects.requireNonNull(metrics, "metrics");
  }

  /** The path below which the service answers: empty, or one that begins with a slash. */
  public String basePath() {
    return publicUrl.basePath();
  }

  /** Whether the listener itself speaks TLS. */
  public boolean listensWithTls() {
    return tls == Tls.AUTO && publicUrl.isSecure();
  }
}
