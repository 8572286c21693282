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

/** Builds a {@link TestProvider}. Not thread-safe. */
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

  /** Sets the port on 127.0.0.1. Default 0: a free port. */
  public TestProviderBuilder port(int number) {
    this.port = number;
    return this;
  }

  /** Sets the issuer's host name, which must resolve to 127.0.0.1. Default {@code 127.0.0.1}. */
  public TestProviderBuilder host(String name) {
    this.host = name;
    return this;
  }

  /**
   * Sets the issuer's path, for example {@code /realms/acme} or {@code /core/}. Default empty.
   *
   * @throws IllegalArgumentException if it is not empty and has no leading slash
   */
  public TestProviderBuilder issuerPath(String path) {
    if (!path.isEmpty() && !path.startsWith("/")) {
      throw new IllegalArgumentException("issuer path must begin with a slash, got " + path);
    }
    this.issuerPath = path;
    return this;
  }

  /**
   * Sets the profile and its {@link #refreshRotation}. Default {@link
   * ProviderProfile#openIdConnect}.
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

  /** Adds a user beside alice/alice and bob/bob, or replaces the one with the same name. */
  public TestProviderBuilder user(TestUser user) {
    users.add(user);
    return this;
  }

  /** Sets the lifetime of authorization codes. Default 60 seconds. */
  public TestProviderBuilder codeLifetime(Duration lifetime) {
    settings.codeLifetime = positive(lifetime);
    return this;
  }

  /** Sets the lifetime of ID tokens. Default five minutes. */
  public TestProviderBuilder idTokenLifetime(Duration lifetime) {
    settings.idTokenLifetime = positive(lifetime);
    return this;
  }

  /** Sets the clock for all times. Default the system clock. */
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
