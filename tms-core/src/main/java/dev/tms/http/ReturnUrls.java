package dev.tms.http;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Restricts redirects to the origins of front ends and this service. Immutable. */
public final class ReturnUrls {
  private final URI frontEnd;
  private final Origin base;
  private final Set<Origin> allowed;

  public ReturnUrls(FrontEnd frontEnd, PublicUrl publicUrl) {
    WebUrl url = WebUrl.parse(frontEnd.redirectUrl().toString()).orElseThrow();
    this.frontEnd = url.uri();
    this.base = url.origin();
    this.allowed = new LinkedHashSet<>(frontEnd.origins());
    allowed.add(base);
    allowed.add(Origin.of(publicUrl));
  }

  public URI frontEnd() {
    return frontEnd;
  }

  /**
   * Returns the absolute, canonical target of a {@code returnUrl}: by default, the front end. A
   * path with a single leading slash is relative to the front end. Empty if the target has another
   * origin or browsers might parse the text differently.
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
   * Sets the query parameter {@code error}, replacing any other of that name.
   *
   * @throws IllegalArgumentException if the code has other characters than letters, digits and
   *     underscores, or the target is not a valid URL
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
