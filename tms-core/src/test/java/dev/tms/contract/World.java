package dev.tms.contract;

import dev.tms.Tms;
import dev.tms.browser.FrontEnd;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The provider, the clock and the running services of a suite. Services are started when they are
 * first needed and kept, because a container takes its time; tests keep apart by their browsers.
 */
final class World implements AutoCloseable {
  static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  private final HttpContract suite;
  private final Map<Variant, Site> sites = new IdentityHashMap<>();
  private int clients;
  final ManualClock clock = new ManualClock();
  final TestProvider provider =
      TestProvider.builder().clock(clock).accessTokenLifetime(TOKEN_LIFE).start();

  World(HttpContract suite) {
    this.suite = suite;
  }

  /** The service of this variant; the same for the same variant. */
  Site site(Variant variant) throws Exception {
    Site site = sites.get(variant);
    if (site == null) {
      site = start(variant);
      sites.put(variant, site);
    }
    return site;
  }

  private Site start(Variant variant) throws Exception {
    String client = "client-" + ++clients;
    List<TmsEvent> events = new CopyOnWriteArrayList<>();
    Setup setup = new Setup(variant, client, events);
    RunningService service = suite.start(setup);
    return new Site(this, service, setup.built, variant, client, events);
  }

  private final class Setup implements ServiceSetup {
    private final Variant variant;
    private final String client;
    private final List<TmsEvent> events;
    private Tms built;

    Setup(Variant variant, String client, List<TmsEvent> events) {
      this.variant = variant;
      this.client = client;
      this.events = events;
    }

    @Override
    public String basePath() {
      return variant.basePath();
    }

    @Override
    public Tms build(String origin) {
      String publicOrigin = variant.https() ? origin.replace("http:", "https:") : origin;
      String publicUrl = publicOrigin + variant.basePath();
      provider.register(
          TestClient.confidential(client, "a:secret+%")
              .redirectUri(publicUrl + "/callback")
              .postLogoutRedirectUri(publicUrl + "/Auth/LoggedOut")
              .build());
      built =
          variant
              .change()
              .apply(
                  Tms.builder()
                      .publicUrl(publicUrl)
                      .provider(Provider.discover(provider.issuer()))
                      .client(client, ClientSecret.of("a:secret+%"))
                      .scopes("openid", "profile", "email", "offline_access")
                      .keys(Keys.inMemory())
                      .frontEnd(FrontEnd.at(Site.frontEnd(variant.https())))
                      .clock(clock)
                      .listener(events::add))
              .build();
      return built;
    }
  }

  @Override
  public void close() {
    sites.values().forEach(Site::close);
    provider.close();
  }
}
