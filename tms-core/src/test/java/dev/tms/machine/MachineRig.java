package dev.tms.machine;

import dev.tms.MachineTokensBuilder;
import dev.tms.Tms;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.ClientSecret;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A strict provider with a client for machines, and tokens of it; both by one clock. */
final class MachineRig implements AutoCloseable {
  static final String SECRET = "s+cret:%";

  final ManualClock clock = new ManualClock();
  final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  final TestProvider provider =
      TestProvider.builder()
          .clock(clock)
          .accessTokenFormat(AccessTokenFormat.JWT)
          .accessTokenLifetime(Duration.ofMinutes(5))
          .client(TestClient.confidential("worker", SECRET).scopes("read", "write").build())
          .start();

  MachineClient client() {
    return MachineClient.discover(provider.issuer(), "worker", ClientSecret.of(SECRET))
        .withScopes("read");
  }

  MachineTokensBuilder builder() {
    return Tms.machineTokens().clock(clock).quickListener(events::add);
  }

  MachineTokens tokens() {
    return builder().client("billing", client()).build();
  }

  int tokenRequests() {
    return provider.count(RequestKind.TOKEN_CLIENT_CREDENTIALS);
  }

  @Override
  public void close() {
    provider.close();
  }
}
