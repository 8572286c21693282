package dev.tms.testkit;

import dev.tms.testkit.Core.Addresses;
import dev.tms.testkit.Core.Settings;
import dev.tms.testkit.grant.Grants;
import dev.tms.testkit.grant.SignOns;
import dev.tms.testkit.grant.SigningKeys;
import dev.tms.testkit.http.LoopbackServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Sets a {@link TestProvider} up; what is not set keeps its default. Not thread-safe. */
public final class TestProviderBuilder extends Changeable<TestProviderBuilder> {
  private final List<TestClient> clients = new ArrayList<>();
  private final List<TestUser> users = new ArrayList<>();
  private int port;
  private String host = "127.0.0.1";
  private String issuerPath = "";
  private ProviderProfile profile = ProviderProfile.openIdConnect();

  TestProviderBuilder() {
    super(new Settings());
    users.add(TestUser.of("alice", "alice"));
    users.add(TestUser.of("bob", "bob"));
  }

  /** The port on 127.0.0.1. Default 0: a free one. */
  public TestProviderBuilder port(int number) {
    this.port = number;
    return this;
  }

  /** The host name within the issuer, which must lead to 127.0.0.1. Default {@code 127.0.0.1}. */
  public TestProviderBuilder host(String name) {
    this.host = name;
    return this;
  }

  /**
   * The path of the issuer, for example {@code /realms/acme} or {@code /core/}. Default empty.
   *
   * @throws IllegalArgumentException if it is neither empty nor begins with a slash
   */
  public TestProviderBuilder issuerPath(String path) {
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw new IllegalArgumentException("issuer path must begin with a slash, got " + path);
    }
    this.issuerPath = path;
    return this;
  }

  /**
   * What it looks like from outside; also sets {@link #refreshRotation} as the profile has it.
   * Default {@link ProviderProfile#openIdConnect}.
   */
  public TestProviderBuilder profile(ProviderProfile other) {
    this.profile = other;
    settings.refreshRotation = other.rotates();
    return this;
  }

  /** Registers a client. */
  public TestProviderBuilder client(TestClient client) {
    clients.add(client);
    return this;
  }

  /** Adds a user to alice/alice and bob/bob; one of the same name is replaced. */
  public TestProviderBuilder user(TestUser user) {
    users.add(user);
    return this;
  }

  /** Life of codes. Default 60 seconds. */
  public TestProviderBuilder codeLifetime(Duration lifetime) {
    settings.codeLifetime = positive(lifetime);
    return this;
  }

  /** Life of ID tokens. Default five minutes. */
  public TestProviderBuilder idTokenLifetime(Duration lifetime) {
    settings.idTokenLifetime = positive(lifetime);
    return this;
  }

  /** The clock behind every time. Default the system's. */
  public TestProviderBuilder clock(InstantSource clock) {
    settings.clock = clock;
    return this;
  }

  /**
   * Starts the provider.
   *
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public TestProvider start() {
    Registry registry = new Registry();
    clients.forEach(registry::add);
    users.forEach(registry::add);
    LoopbackServer server = LoopbackServer.bind(port);
    String issuer = "http://" + host + ":" + server.port() + issuerPath;
    return new TestProvider(
        new Core(
            new Addresses(issuer, profile),
            settings,
            registry,
            new Grants(),
            new SignOns(),
            new SigningKeys(),
            new Script()),
        server);
  }

  @Override
  TestProviderBuilder self() {
    return this;
  }
}
