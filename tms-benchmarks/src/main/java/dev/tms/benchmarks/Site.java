package dev.tms.benchmarks;

import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.http.FrontEnd;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.session.SealedRoom;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.time.Duration;

/** A provider and the nodes that log in there. */
public final class Site {
  /** Sessions that do not end while something is measured. */
  public static final SessionPolicy SESSIONS =
      SessionPolicy.DEFAULT.withLifetime(Duration.ofMinutes(20), Duration.ofDays(399));

  private static final String CLIENT = "shop";

  private Site() {}

  /** A provider in this process; it signs access tokens and ID tokens, or issues random texts. */
  public static TestProvider provider(ManualClock clock, Duration tokenLife, boolean signs) {
    return TestProvider.builder()
        .clock(clock)
        .accessTokenLifetime(tokenLife)
        .accessTokenFormat(signs ? AccessTokenFormat.JWT : AccessTokenFormat.OPAQUE)
        .idTokenOnRefresh(signs)
        .client(
            TestClient.confidential(CLIENT, "secret")
                .redirectUri(SealedRoom.ORIGIN + "/callback")
                .build())
        .start();
  }

  /** A node with its own memory as store, for one that is to be set. */
  public static TmsBuilder node(TestProvider provider, ManualClock clock, Keys keys) {
    return Tms.builder()
        .publicUrl(SealedRoom.ORIGIN)
        .provider(Provider.discover(provider.issuer()))
        .client(CLIENT, ClientSecret.of("secret"))
        .scopes("openid", "profile", "email", "offline_access")
        .keys(keys)
        .frontEnd(FrontEnd.at(Browser.FRONT_END + "/"))
        .sessions(SESSIONS)
        .clock(clock);
  }
}
