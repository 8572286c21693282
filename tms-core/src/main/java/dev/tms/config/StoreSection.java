package dev.tms.config;

import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.store.StoreFactory;
import dev.tms.store.StoreSettings;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class StoreSection {
  private static final List<String> ADDRESS = List.of("Url", "User", "Password", "PasswordFile");

  /** A password option in a JDBC URL. User information is checked separately. */
  private static final Pattern PASSWORD_OPTION =
      Pattern.compile("[?&;](password|passwd|pwd)\\s*=", Pattern.CASE_INSENSITIVE);

  private static final Pattern USER_BEFORE_HOST = Pattern.compile("//[^/?#;]*@");

  private StoreSection() {}

  /** Returns the shared store, or null if there is none or it has problems. */
  static @Nullable SharedStore read(Section in) {
    String kind = in.choice("Kind");
    Duration timeout = timeout(in);
    if (!in.sound("Kind")) {
      return null;
    }
    if (kind.equals("memory")) {
      sayUnused(in);
      return null;
    }
    StoreFactory factory = in.problems().attempt(in.path("Kind"), () -> StoreFactory.of(kind));
    String url = address(in, kind);
    if (factory != null && url != null) {
      check(in, factory, url);
    }
    String user = in.textOrNull("User");
    Secret password = in.secret("Password");
    // databases can authenticate users without a password
    if (kind.equals("redis")
        && user != null
        && password == null
        && in.sound("Password", "PasswordFile")) {
      in.wrong("User", "needs a Store.Password or Store.PasswordFile");
    }
    return url == null ? null : new SharedStore(kind, url, user, password, timeout);
  }

  private static Duration timeout(Section in) {
    Duration timeout = in.duration("Timeout");
    return in.problems()
        .attempt(
            in.path("Timeout"),
            StoreSettings.DEFAULT_TIMEOUT,
            () -> StoreSettings.checked(timeout));
  }

  private static void sayUnused(Section in) {
    for (String key : ADDRESS) {
      if (!in.isSet(key)) {
        continue;
      }
      if (in.isSet("Kind")) {
        in.problems().warn(in.path(key), "is not used: Store.Kind is memory");
      } else {
        // a URL shows that a shared store is intended
        in.wrong(key, "needs a Store.Kind: jdbc or redis");
        return;
      }
    }
  }

  private static @Nullable String address(Section in, String kind) {
    Problems problems = in.problems();
    String path = in.path("Url");
    String url = in.textOrNull("Url");
    if (url == null) {
      if (problems.sound(path)) {
        problems.add(path, "is missing: Store.Kind " + kind + " needs it");
      }
      return null;
    }
    boolean database = url.regionMatches(true, 0, "jdbc:", 0, 5);
    if (database != kind.equals("jdbc")) {
      problems.add(
          path,
          database
              ? "is the address of a database, but Store.Kind is " + kind
              : "must begin with jdbc: where Store.Kind is jdbc");
      return null;
    }
    if (holdsCredentials(url, database)) {
      problems.add(path, "must be without user and password: Store.User and Store.Password");
      return null;
    }
    return url;
  }

  private static void check(Section in, StoreFactory factory, String url) {
    try {
      factory.checkUrl(url);
    } catch (IllegalArgumentException e) {
      in.wrong("Url", String.valueOf(e.getMessage()));
    }
  }

  private static boolean holdsCredentials(String url, boolean database) {
    return database
        ? USER_BEFORE_HOST.matcher(url).find() || PASSWORD_OPTION.matcher(url).find()
        : Section.mayHoldCredentials(url);
  }
}
