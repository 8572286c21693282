package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KnownKey.key;

import dev.tms.Paths;
import java.util.List;

/** Section {@code Endpoints}, and the paths in section {@code Client}. */
final class EndpointsSection {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "Endpoints.RetrieveToken",
              BOOLEAN,
              "true",
              "whether access tokens are handed out to the front end"));

  private EndpointsSection() {}

  static Paths read(Section in, Section client) {
    Problems problems = in.problems();
    String callback = client.text("CallbackPath");
    String signedOut = client.text("SignedOutCallbackPath");
    boolean retrieveToken = in.flag("RetrieveToken");
    String callbackKey = client.path("CallbackPath");
    String signedOutKey = client.path("SignedOutCallbackPath");
    Paths known =
        problems.attempt(
            callbackKey,
            Paths.DEFAULT,
            () -> new Paths(callback, Paths.DEFAULT.signedOutCallback(), retrieveToken));
    return problems.attempt(
        signedOutKey, known, () -> new Paths(known.callback(), signedOut, retrieveToken));
  }
}
