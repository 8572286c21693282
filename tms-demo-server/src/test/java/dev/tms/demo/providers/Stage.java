package dev.tms.demo.providers;

import dev.tms.Tms;
import dev.tms.config.TmsConfiguration;
import dev.tms.contract.FreePort;
import dev.tms.demo.nativeclient.Account;
import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.demo.nativeclient.NativeClient;
import dev.tms.demo.server.Binding;
import dev.tms.demo.server.Health;
import dev.tms.demo.server.Management;
import dev.tms.demo.server.TmsServer;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.ProviderProfile;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** A provider of some profile, a server as configured for it, and a native client. */
final class Stage implements AutoCloseable {
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final InstantSource clock = time::get;
  private final String publicUrl;
  private final TmsServer server;

  final TestProvider provider;
  final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  final TmsConfiguration configuration;
  final StringWriter printed =
      new StringWriter() {
        @Override
        public void write(String text, int offset, int length) {
          super.write(text, offset, length);
          // behind the first token and in front of the second one
          if (text.contains("an access token of")) {
            time.updateAndGet(now -> now.plus(Duration.ofMinutes(6)));
          }
        }
      };

  /**
   * Starts both.
   *
   * @param members of section {@code Client}; {@code ISSUER} stands for the provider's issuer
   */
  Stage(Path folder, ProviderProfile profile, String issuerPath, String members, String... scopes) {
    int port = FreePort.next();
    publicUrl = "http://localhost:" + port;
    provider =
        TestProvider.builder()
            .profile(profile)
            .issuerPath(issuerPath)
            .clock(clock)
            .client(
                TestClient.confidential("app", "app secret")
                    .redirectUri(publicUrl + "/callback")
                    .postLogoutRedirectUri(publicUrl + "/Auth/LoggedOut")
                    .scopes(scopes)
                    .build())
            .start();
    configuration =
        TmsConfiguration.parse(
            """
            {
              "Client": { "ClientId": "app", "ClientSecret": "app secret", %s },
              "FrontEnd": { "FrontEndRedirectUrl": "http://localhost:3000/" },
              "Tenants": { "Mode": "single" },
              "Server": { "Port": %d, "PublicUrl": "%s" }
            }
            """
                .formatted(members.replace("ISSUER", provider.issuer()), port, publicUrl),
            folder,
            Map.of());
    Health health = new Health();
    Tms tms = configuration.toTms(builder -> builder.clock(clock).quickListener(events::add));
    server =
        TmsServer.start(
            tms,
            Binding.clear("127.0.0.1", port),
            health,
            handler -> handler,
            Management.HEALTH_ONLY);
  }

  /** The native client goes the whole way, with a refresh in the middle. */
  void run() throws ClientFailure {
    new NativeClient(
            URI.create(publicUrl), null, HttpClient.newHttpClient(), new PrintWriter(printed, true))
        .run(null, new Account("alice", "alice"));
  }

  /** What operators are told about logins that failed. */
  List<String> failures() {
    return events.stream()
        .filter(TmsEvent.LoginFailed.class::isInstance)
        .map(event -> ((TmsEvent.LoginFailed) event).detail())
        .toList();
  }

  @Override
  public void close() {
    server.close();
    provider.close();
  }
}
