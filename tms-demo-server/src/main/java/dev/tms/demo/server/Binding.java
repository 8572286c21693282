package dev.tms.demo.server;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens.
 *
 * @param managementPort for health and metrics alone, in clear; null: they are on {@code port}
 * @param tls the server's keys; null: in clear
 */
public record Binding(
    String host,
    int port,
    String managementHost,
    @Nullable Integer managementPort,
    @Nullable SSLContext tls) {
  /** In clear, on one port. */
  public static Binding clear(String host, int port) {
    return new Binding(host, port, host, null, null);
  }
}
