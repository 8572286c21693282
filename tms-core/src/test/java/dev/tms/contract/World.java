package dev.tms.contract;

import dev.tms.Tms;
import dev.tms.event.TmsEvent;
import dev.tms.http.FrontEnd;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.tenant.TenantDirectory;
import dev.tms.testkit.ManualClock;
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
public final class World implements AutoCloseable {
  /** How long access tokens live unless a test says otherwise. */
  public static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

  private final Starter starter;
  private final SessionHome home;
  private final Map<Variant, Site> sites = new IdentityHashMap<>();
  private int clients;
  private final ManualClock clock = new ManualClock();
  private final TestProvider provider =
      TestProvider.builder().clock(clock).accessTokenLifetime(TOKEN_LIFE).start();

  /** A world whose services are started like this. */
  public World(Starter starter) {
    this(starter, SessionHome.COOKIE);
  }

  /** The same with sessions living there, where a variant does not say otherwise. */
  public World(Starter starter, SessionHome home) {
    this.starter = starter;
    this.home = home;
  }

  /** Where sessions live in {@link Variant#PLAIN} and those derived from it. */
  public SessionHome home() {
    return home;
  }

  /** Starts a service. */
  @FunctionalInterface
  public interface Starter {
    /** As {@link HttpContract#start}. */
    RunningService start(ServiceSetup setup) throws Exception;
  }

  /** The time, for provider and services. */
  public ManualClock clock() {
    return clock;
  }

  /** The provider of all services. */
  public TestProvider provider() {
    return provider;
  }

  /** The service of this variant; the same for the same variant. */
  public Site site(Variant variant) throws Exception {
    Site site = sites.get(variant);
    if (site == null) {
      site = start(variant);
      sites.put(variant, site);
    }
    return site;
  }

  /** Waits until no service has background work left, which would be counted to the next test. */
  void settle() throws InterruptedException {
    for (Site site : sites.values()) {
      site.settle();
    }
  }

  private Site start(Variant variant) throws Exception {
    String client = "client-" + ++clients;
    List<TmsEvent> events = new CopyOnWriteArrayList<>();
    Setup setup = new Setup(variant, client, events);
    RunningService service = starter.start(setup);
    return new Site(service, setup.built, variant, client, events, setup.executor);
  }

  private final class Setup implements ServiceSetup {
    private final Variant variant;
    private final String client;
    private final List<TmsEvent> events;
    private final TrackedExecutor executor = new TrackedExecutor();
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
              .redirectUri(publicUrl + "/callback", publicUrl + "/signin-oidc")
              .postLogoutRedirectUri(
                  publicUrl + "/Auth/LoggedOut", publicUrl + "/signout-callback-oidc")
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
                      .tenants(TenantDirectory.single("*.cloud.test"))
                      .frontEnd(FrontEnd.at(Site.frontEnd(variant.https())))
                      .clock(clock)
                      .executor(executor)
                      .quickListener(events::add)
                      .sessions(SessionPolicy.DEFAULT.withHome(home)))
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
