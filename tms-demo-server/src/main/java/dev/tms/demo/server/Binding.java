package dev.tms.demo.server;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a server.
 *
 * @param managementPort for health and metrics only, without TLS; null if they are on {@code port}
 * @param tls the server's keys; null for a server without TLS
 */
public record Binding(
    String host,
    int port,
    String managementHost,
    @Nullable Integer managementPort,
    @Nullable SSLContext tls) {
  /** Returns a binding to one port without TLS. */
  public static Binding clear(String host, int port) {
    return new Binding(host, port, host, null, null);
  }
}
