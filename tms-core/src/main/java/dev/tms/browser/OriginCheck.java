package dev.tms.browser;

import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * From where a request may come that changes something, or reads what is protected by an
 * antiforgery token: from this service's own pages, from the front ends', and from programs that
 * are no browsers. Immutable.
 */
public final class OriginCheck {
  private final Set<String> origins;

  /** Requests from pages of this front end and of this public URL. */
  public OriginCheck(FrontEnd frontEnd, PublicUrl publicUrl) {
    Set<String> all = new LinkedHashSet<>();
    all.add(Origin.of(publicUrl).toString());
    frontEnd.origins().forEach(origin -> all.add(origin.toString()));
    this.origins = Set.copyOf(all);
  }

  /**
   * Whether the request may come from there. Browsers send {@code Sec-Fetch-Site} or {@code Origin}
   * with every request that matters, and no page can forge them; where there is neither, no browser
   * is involved, hence no cookie of another user. A header that occurs twice counts as wrong.
   */
  public boolean accepts(Request request) {
    List<String> sites = request.headers("Sec-Fetch-Site");
    List<String> from = request.headers("Origin");
    if (sites.size() > 1 || from.size() > 1) {
      return false;
    }
    if (sites.isEmpty() && from.isEmpty()) {
      return true;
    }
    // a page of ours with Referrer-Policy: no-referrer posts with "Origin: null": Sec-Fetch-Site
    // tells it from any other
    return sites.contains("same-origin")
        || sites.contains("none")
        || (!from.isEmpty() && origins.contains(from.get(0)));
  }
}
