package dev.tms.http;

import dev.tms.problem.Checked;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The front ends of this service. Immutable.
 *
 * @param redirectUrl where a browser is sent after login and logout, unless the login named a
 *     return URL
 * @param origins the origins whose pages may call this service with credentials; empty if there are
 *     only native clients
 */
public record FrontEnd(URI redirectUrl, Set<Origin> origins, List<String> problems)
    implements Checked<FrontEnd> {
  private static final URI NONE = URI.create("about:blank");

  /** Reports URLs and origins that are ambiguous, relative, or plain http (except loopback). */
  public FrontEnd {
    origins = Set.copyOf(origins);
    if (problems.isEmpty()) {
      try {
        redirectUrl = parse(redirectUrl.toString()).uri();
        origins.forEach(FrontEnd::requireSecure);
      } catch (IllegalArgumentException e) {
        problems = List.of(String.valueOf(e.getMessage()));
      }
    }
    problems = List.copyOf(problems);
  }

  /** Creates front ends with the same checks as the canonical constructor. */
  public FrontEnd(URI redirectUrl, Set<Origin> origins) {
    this(redirectUrl, origins, List.of());
  }

  /**
   * Returns a front end at this URL, whose origin is the only one allowed to call. A URL that is
   * not absolute, unambiguous https (http for loopback hosts) is one of the {@link #problems}.
   */
  public static FrontEnd at(String redirectUrl) {
    try {
      WebUrl url = parse(redirectUrl);
      return new FrontEnd(url.uri(), Set.of(url.origin()), List.of());
    } catch (IllegalArgumentException e) {
      return new FrontEnd(NONE, Set.of(), List.of(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Returns a copy with exactly these origins. One that is not https (http for loopback hosts) is
   * one of the {@link #problems}.
   */
  public FrontEnd withOrigins(Collection<String> texts) {
    Set<Origin> all = new LinkedHashSet<>();
    List<String> found = new ArrayList<>(problems);
    for (String text : texts) {
      try {
        Origin origin = Origin.of(text);
        requireSecure(origin);
        all.add(origin);
      } catch (IllegalArgumentException e) {
        found.add(String.valueOf(e.getMessage()));
      }
    }
    return new FrontEnd(redirectUrl, all, found);
  }

  /** Cross-site origins: their calls lack cookies with {@code SameSite=Lax} or {@code Strict}. */
  public List<Origin> crossSiteOrigins(PublicUrl publicUrl) {
    Origin own = Origin.of(publicUrl);
    return origins.stream().filter(origin -> !origin.isSameSite(own)).toList();
  }

  /** Names the {@link #crossSiteOrigins} and the consequence; empty if there are none. */
  public Optional<String> siteProblem(PublicUrl publicUrl) {
    List<String> others =
        crossSiteOrigins(publicUrl).stream().map(Origin::toString).sorted().toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(", ", others)
                + (others.size() == 1 ? " is another site" : " are other sites")
                + " than Server.PublicUrl "
                + publicUrl.origin()
                + ", so browsers would not send the session's cookies");
  }

  private static WebUrl parse(String text) {
    WebUrl url =
        WebUrl.parse(text)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "must be an absolute https URL without user, spaces or dot segments, for"
                            + " example https://app.example/: "
                            + text));
    requireSecure(url.origin());
    return url;
  }

  private static void requireSecure(Origin origin) {
    if (origin.scheme().equals("http") && !origin.isLoopback()) {
      throw new IllegalArgumentException(
          "plain http is for loopback hosts only, use https: " + origin);
    }
  }
}
