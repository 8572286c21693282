package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.ClientSettings;
import dev.tms.oidc.OidcClient;
import dev.tms.outbound.HttpClientSender;
import dev.tms.outbound.Sender;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

record Network(
    HttpClient client,
    NetworkSettings settings,
    Duration timeout,
    InstantSource clock,
    SecureRandom random) {
  static Network of(
      NetworkSettings settings, Duration timeout, InstantSource clock, SecureRandom random) {
    return new Network(settings.client(timeout), settings, timeout, clock, random);
  }

  TlsProbe tls() {
    return new TlsProbe(client.sslContext(), settings, clock, timeout);
  }

  WebProbe web() {
    return new WebProbe(client, settings, clock, timeout);
  }

  /** The service's own provider client, with the examination's timeout. */
  OidcClient provider(TmsConfiguration configuration) {
    return provider(configuration, sender());
  }

  /** As {@link #provider(TmsConfiguration)}, with this sender. */
  OidcClient provider(TmsConfiguration configuration, Sender sender) {
    return new OidcClient(
        configuration.provider(), settings(configuration), sender, event -> {}, clock, random);
  }

  ClientSettings settings(TmsConfiguration configuration) {
    ClientSettings settings = configuration.client();
    return settings.timeout().compareTo(timeout) <= 0 ? settings : settings.withTimeout(timeout);
  }

  /** 256 random bits. */
  String randomText() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  HttpClientSender sender() {
    return new HttpClientSender(client);
  }
}
