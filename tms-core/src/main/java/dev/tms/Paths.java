package dev.tms;

import dev.tms.endpoint.Routes;
import dev.tms.problem.Checked;
import java.util.List;
import java.util.Objects;

/**
 * The paths of those endpoints that the provider has to know, below the public URL, and whether
 * tokens are handed out.
 *
 * @param callback the redirect URI's path; default {@code /callback}
 * @param signedOutCallback where LogOut has the provider return to after a sign-out; default {@code
 *     /Auth/LoggedOut}. That path and {@code /signout-callback-oidc} are served in any case
 * @param retrieveToken whether access tokens are handed out to the front end; default true
 */
public record Paths(String callback, String signedOutCallback, boolean retrieveToken)
    implements Checked<Paths> {
  /** {@code /callback}, {@code /Auth/LoggedOut}, tokens handed out. */
  public static final Paths DEFAULT = new Paths("/callback", Routes.LOGGED_OUT, true);

  /** Checks that both are there. */
  public Paths {
    Objects.requireNonNull(callback, "callback");
    Objects.requireNonNull(signedOutCallback, "signedOutCallback");
  }

  /** Which are not plain paths that begin with a slash, or are those of other endpoints. */
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
