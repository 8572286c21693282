package dev.tms.demo.browser;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;

/** A front end on a port of its own: the two forms of a browser app, without a script. */
final class OtherOrigin implements AutoCloseable {
  private final HttpsServer server;

  OtherOrigin(SSLContext tls) throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
  }

  String url() {
    return "https://localhost:" + server.getAddress().getPort();
  }

  /** Serves the page for a service at this URL. */
  OtherOrigin forService(String service) {
    byte[] page =
        """
        <!doctype html>
        <html lang="en"><head><title>Front end</title><link rel="icon" href="data:,"></head><body>
        <form method="post" action="%1$s/Auth/BeginLogin">
          <input name="CustomerDomain" value="acme.cloud.test"><button>Log in</button>
        </form>
        <form method="post" action="%1$s/Auth/LogOut"><button>Log out</button></form>
        </body></html>
        """
            .formatted(service)
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          try (var body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    server.start();
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
