package dev.tms.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Well-known suffixes of two labels under which anyone can register a name. No decision about what
 * a request may do rests on them: a check at start-up, and what is counted together.
 */
public final class PublicSuffixes {
  private static final Set<String> COUNTRY_SECOND_LEVEL =
      Set.of("ac", "co", "com", "edu", "gob", "gov", "gouv", "ne", "net", "or", "org", "sch");

  private static final Set<String> SHARED_HOSTING =
      Set.of(
          "appspot.com",
          "azurestaticapps.net",
          "azurewebsites.net",
          "cloudapp.net",
          "cloudfront.net",
          "firebaseapp.com",
          "fly.dev",
          "github.io",
          "gitlab.io",
          "herokuapp.com",
          "netlify.app",
          "ngrok.app",
          "ngrok.io",
          "onrender.com",
          "pages.dev",
          "run.app",
          "vercel.app",
          "web.app",
          "workers.dev");

  private PublicSuffixes() {}

  /** Whether two canonical hosts are below one registrable domain. */
  public static boolean haveCommonParent(String one, String other) {
    String parent = registrable(one);
    return parent != null && parent.equals(registrable(other));
  }

  /** The registrable domain of a canonical host; null where it has none. */
  public static @Nullable String registrable(String host) {
    if (Host.isAddress(host)) {
      return null;
    }
    String[] labels = host.split("\\.", -1);
    int count = labels.length;
    if (count < 2) {
      return null;
    }
    String top = labels[count - 1];
    String second = labels[count - 2];
    String two = second + "." + top;
    boolean suffix =
        SHARED_HOSTING.contains(two)
            || (top.length() == 2 && COUNTRY_SECOND_LEVEL.contains(second));
    if (!suffix) {
      return two;
    }
    return count < 3 ? null : labels[count - 3] + "." + two;
  }
}
