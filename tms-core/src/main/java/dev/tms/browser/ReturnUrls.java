package dev.tms.browser;

import dev.tms.http.PublicUrl;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser may be sent to: URLs of the configured front ends and of this service's own
 * origin. Compares parsed origins, never prefixes. Immutable.
 */
public final class ReturnUrls {
  private final URI frontEnd;
  private final Origin base;
  private final Set<Origin> allowed;

  /** Return URLs under these front ends and this public URL. */
  public ReturnUrls(FrontEnd frontEnd, PublicUrl publicUrl) {
    WebUrl url = WebUrl.parse(frontEnd.redirectUrl().toString()).orElseThrow();
    this.frontEnd = url.uri();
    this.base = url.origin();
    this.allowed = new LinkedHashSet<>(frontEnd.origins());
    allowed.add(base);
    allowed.add(Origin.of(publicUrl));
  }

  /** Where a browser goes to when no one asked for anything else. */
  public URI frontEnd() {
    return frontEnd;
  }

  /**
   * The target that a {@code returnUrl} asks for, absolute and canonical. The front end itself
   * where it is null or empty; a path that begins with a single slash is one of the front end's.
   * Empty where the target is another origin, or where browsers might read the text in another way
   * than this service.
   */
  public Optional<URI> resolve(@Nullable String returnUrl) {
    if (returnUrl == null || returnUrl.isEmpty()) {
      return Optional.of(frontEnd);
    }
    Optional<WebUrl> url =
        returnUrl.startsWith("/") ? WebUrl.below(base, returnUrl) : WebUrl.parse(returnUrl);
    return url.filter(u -> allowed.contains(u.origin())).map(WebUrl::uri);
  }

  /**
   * The target with {@code error=code} as the only parameter of that name: before the fragment,
   * after an existing query.
   *
   * @param target a URL that {@link #resolve} or {@link #frontEnd} gave
   * @param code letters, digits and underscores
   * @throws IllegalArgumentException if the code has other characters, or the target is no such URL
   */
  public static URI withError(URI target, String code) {
    if (!code.matches("[A-Za-z0-9_]+")) {
      throw new IllegalArgumentException("an error code is letters, digits and _: " + code);
    }
    return WebUrl.parse(target.toString())
        .orElseThrow(() -> new IllegalArgumentException("not a target of this service"))
        .withParameter("error", code)
        .uri();
  }
}
