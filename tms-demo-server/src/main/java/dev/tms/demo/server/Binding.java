package dev.tms.demo.server;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a server. The management port is for health and metrics, without TLS; without
 * it, they are on {@code port}. Without {@code tls}, the port has no TLS.
 */
public record Binding(
    String host,
    int port,
    String managementHost,
    @Nullable Integer managementPort,
    @Nullable SSLContext tls) {
  public static Binding clear(String host, int port) {
    return new Binding(host, port, host, null, null);
  }
}
