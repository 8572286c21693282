package dev.tms;

import dev.tms.endpoint.Routes;
import dev.tms.problem.Checked;
import java.util.List;
import java.util.Objects;

/**
 * The paths, below the public URL, of the endpoints that the provider must know, and whether access
 * tokens are handed out.
 *
 * @param callback the path of the redirect URI; default {@code /callback}
 * @param signedOutCallback the path of the post-logout redirect URI; default {@code
 *     /Auth/LoggedOut}. That path and {@code /signout-callback-oidc} are always served
 * @param retrieveToken whether the front end can retrieve access tokens; default true
 */
public record Paths(String callback, String signedOutCallback, boolean retrieveToken)
    implements Checked<Paths> {
  /** {@code /callback}, {@code /Auth/LoggedOut}, access tokens handed out. */
  public static final Paths DEFAULT = new Paths("/callback", Routes.LOGGED_OUT, true);

  /** Rejects null. */
  public Paths {
    Objects.requireNonNull(callback, "callback");
    Objects.requireNonNull(signedOutCallback, "signedOutCallback");
  }

  /** Reports paths that do not begin with a slash, are not plain, or belong to other endpoints. */
  @Override
  public List<String> problems() {
    return Checked.failures(
        () -> check(callback),
        () -> check(signedOutCallback),
        () -> {
          Checked.require(
              Routes.SIGNED_OUT.stream().noneMatch(callback::equalsIgnoreCase),
              "is the path of another endpoint: " + callback);
          Checked.require(
              !callback.equalsIgnoreCase(signedOutCallback),
              "callback and signed-out callback must differ: " + callback);
        });
  }

  private static void check(String path) {
    if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
      throw new IllegalArgumentException("must be a path such as /callback: " + path);
    }
    if (Routes.isTaken(path)) {
      throw new IllegalArgumentException("is the path of another endpoint: " + path);
    }
  }
}
