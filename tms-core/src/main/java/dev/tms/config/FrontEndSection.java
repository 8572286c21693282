package dev.tms.config;

import static dev.tms.config.KeyType.LIST;
import static dev.tms.config.KeyType.ONE_OR_LIST;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.later;
import static dev.tms.config.KnownKey.open;

import dev.tms.browser.FrontEnd;
import java.util.ArrayList;
import java.util.List;

/** Section {@code FrontEnd}. */
final class FrontEndSection {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "FrontEnd.FrontEndRedirectUrl",
              URL,
              "https://localhost:3000/",
              "where browsers go after login and logout"),
          open(
              "FrontEnd.FrontEndCorsOrigin",
              ONE_OR_LIST,
              "the origin of `FrontEnd.FrontEndRedirectUrl`",
              "origins whose pages may call; `[]` where only native clients do"),
          later(
              "FrontEnd.NativeRedirectUris",
              LIST,
              "none",
              "where native logins in the system browser may return to"));

  private static final FrontEnd UNUSABLE = FrontEnd.at("https://localhost/");

  private FrontEndSection() {}

  static FrontEnd read(Section in) {
    Problems problems = in.problems();
    String url = in.url("FrontEndRedirectUrl");
    FrontEnd front =
        problems.attempt(in.path("FrontEndRedirectUrl"), UNUSABLE, () -> FrontEnd.at(url));
    List<String> given = in.listOrNull("FrontEndCorsOrigin");
    if (given == null) {
      return front;
    }
    List<String> good = new ArrayList<>();
    for (String origin : given) {
      String path = in.path("FrontEndCorsOrigin");
      if (Credentials.mayBeIn(origin)) {
        problems.add(path, "must be origins, without user and password");
      } else if (problems.attempt(path, () -> UNUSABLE.withOrigins(List.of(origin))) != null) {
        good.add(origin);
      }
    }
    return front.withOrigins(good);
  }
}
