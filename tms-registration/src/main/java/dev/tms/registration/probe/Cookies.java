package dev.tms.registration.probe;

import dev.tms.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The cookies of one way through a provider, in memory. */
final class Cookies {
  private final CookieManager jar = new CookieManager(null, CookiePolicy.ACCEPT_ORIGINAL_SERVER);

  void keep(Seen seen) {
    List<String> set =
        seen.headers().stream()
            .filter(header -> header.name().equalsIgnoreCase("Set-Cookie"))
            .map(Header::value)
            .toList();
    try {
      jar.put(trustworthy(seen.uri()), Map.of("Set-Cookie", set));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    }
  }

  Optional<Header> header(URI uri) {
    try {
      List<String> cookies = jar.get(trustworthy(uri), Map.of()).getOrDefault("Cookie", List.of());
      return cookies.isEmpty()
          ? Optional.empty()
          : Optional.of(new Header("Cookie", String.join("; ", cookies)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory has none
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a value that cannot be sent
    }
  }

  /** Browsers send Secure cookies to loopback hosts over http, too. */
  private static URI trustworthy(URI uri) {
    String host = uri.getHost();
    boolean loopback = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return loopback
        ? URI.create("https" + uri.toString().substring(uri.getScheme().length()))
        : uri;
  }
}
