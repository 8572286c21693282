package dev.tms.oauth;

import dev.tms.http.PublicUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** URLs of a provider: which are acceptable. */
public final class Endpoints {
  private Endpoints() {}

  /** Why the URL is not acceptable, or null. */
  static @Nullable String problem(String url) {
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return "is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return "is not an absolute https URL";
    }
    if (scheme.equals("http") && !PublicUrl.isLoopbackHost(uri.getHost())) {
      // RFC 6749 3.1 and 3.2: credentials and tokens travel here, TLS is required
      return "is plain http, which is for loopback hosts only";
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return "has a user or a fragment";
    }
    return null;
  }

  static boolean isPlainHttp(@Nullable URI url) {
    return url != null && "http".equalsIgnoreCase(url.getScheme());
  }

  /**
   * The URL as a URI.
   *
   * @throws IllegalArgumentException if it is not acceptable
   */
  public static URI check(String name, String url) {
    String problem = problem(url);
    if (problem != null) {
      throw new IllegalArgumentException("the " + name + " " + problem + ": " + url);
    }
    return URI.create(url);
  }
}
