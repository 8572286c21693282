package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.http.NetworkSettings;
import dev.tms.inspect.Inspection;
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

  Inspection inspection(TmsConfiguration configuration) {
    return new Inspection(
        configuration.provider(), configuration.client(), client, timeout, clock, random);
  }

  /** 256 random bits. */
  String randomText() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
