package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.LIST;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;

import dev.tms.http.CookiePolicy;
import dev.tms.http.SameSite;
import dev.tms.session.SessionHome;
import dev.tms.session.SessionLifetime;
import dev.tms.session.SessionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Section {@code Session}. */
final class SessionSection {
  static final List<KnownKey> KEYS =
      List.of(
          choice(
              "Session.Home",
              "where sessions are kept: in sealed cookies, or in the store behind a handle. See"
                  + " [sign-out](sign-out.md#sessions-held-in-the-store)",
              "cookie",
              "store"),
          key(
              "Session.IdleTimeout",
              DURATION,
              "PT20M",
              "how long a session may go unused; at least PT1S"),
          key(
              "Session.AbsoluteTimeout",
              DURATION,
              "PT12H",
              "how long it lives whatever happens; not shorter than idle, at most P400D"),
          choice(
              "Session.SameSite",
              "when browsers send the cookies with calls from other sites; `None` needs https and"
                  + " is blocked by many browsers",
              "Lax",
              "Strict",
              "None"),
          key(
              "Session.KeepIdToken",
              BOOLEAN,
              "true",
              "keeps the raw ID token for the provider's logout"),
          key("Session.CookieName", TEXT, "tms", "base of all cookie names, without prefix"),
          key(
              "Session.UserClaims",
              LIST,
              "sub name email",
              "claims that a session keeps of its user"),
          key(
              "Session.NameClaim",
              TEXT,
              "sub",
              "claim that is the user's name in an application (`getRemoteUser()`, the principal);"
                  + " `sub` where a user lacks it. Others may change, or name two people"));

  private static final Duration LONGEST = Duration.ofDays(400);

  private SessionSection() {}

  static SessionPolicy read(Section in) {
    Problems problems = in.problems();
    SameSite sameSite = SameSite.valueOf(in.choice("SameSite").toUpperCase(Locale.ROOT));
    String name = in.text("CookieName");
    problems.attempt(in.path("CookieName"), () -> new CookiePolicy(name, SameSite.LAX, true));
    String nameClaim = in.text("NameClaim");
    return new SessionPolicy(
        in.choice("Home").equals("store") ? SessionHome.STORE : SessionHome.COOKIE,
        name,
        sameSite,
        lifetime(in),
        in.flag("KeepIdToken"),
        in.list("UserClaims"),
        nameClaim.isBlank() ? "sub" : nameClaim);
  }

  private static SessionLifetime lifetime(Section in) {
    Duration idle = in.duration("IdleTimeout");
    Duration absolute = in.duration("AbsoluteTimeout");
    SessionLifetime other = SessionLifetime.DEFAULT;
    SessionLifetime unbounded =
        in.problems()
            .attempt(in.path("IdleTimeout"), other, () -> new SessionLifetime(idle, LONGEST));
    return in.problems().sound(in.path("IdleTimeout"))
        ? in.problems()
            .attempt(
                in.path("AbsoluteTimeout"), unbounded, () -> new SessionLifetime(idle, absolute))
        : other;
  }
}
