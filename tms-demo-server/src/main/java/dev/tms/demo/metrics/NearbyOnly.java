package dev.tms.demo.metrics;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Accepts requests from this machine that no proxy forwarded. Their host must be a loopback one
 * too, against DNS rebinding.
 */
public final class NearbyOnly implements Predicate<HttpServerExchange> {
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
  private static final List<HttpString> FORWARDED =
      List.of(
          new HttpString("Forwarded"),
          Headers.X_FORWARDED_FOR,
          Headers.X_FORWARDED_HOST,
          Headers.X_FORWARDED_PROTO,
          new HttpString("X-Real-IP"),
          Headers.VIA);

  @Override
  public boolean test(HttpServerExchange exchange) {
    InetSocketAddress peer = exchange.getSourceAddress();
    return peer != null
        && peer.getAddress() != null
        && peer.getAddress().isLoopbackAddress()
        && HOSTS.contains(exchange.getHostName())
        && FORWARDED.stream().noneMatch(exchange.getRequestHeaders()::contains);
  }
}
