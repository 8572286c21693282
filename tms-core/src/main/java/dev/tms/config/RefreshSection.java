package dev.tms.config;

import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KnownKey.key;

import dev.tms.refresh.RefreshPolicy;
import java.time.Duration;
import java.util.List;

/** Section {@code Refresh}. */
final class RefreshSection {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "Refresh.Lease",
              DURATION,
              "PT15S",
              "how long a claim on a refresh holds without being renewed; longer than"
                  + " `Client.Timeout`, PT1S to PT5M"),
          key(
              "Refresh.Wait",
              DURATION,
              "PT20S",
              "how long a request waits for another's refresh; PT1S to PT5M"),
          key(
              "Refresh.Grace",
              DURATION,
              "PT60S",
              "how long an older cookie is still answered with the newest session; at most PT1H"));

  private RefreshSection() {}

  static RefreshPolicy read(Section in) {
    Problems problems = in.problems();
    RefreshPolicy start = RefreshPolicy.DEFAULT;
    Duration lease = in.duration("Lease");
    Duration patience = in.duration("Wait");
    Duration grace = in.duration("Grace");
    RefreshPolicy leased =
        problems.attempt(
            in.path("Lease"),
            start,
            () -> new RefreshPolicy(lease, start.patience(), start.grace()));
    RefreshPolicy patient =
        problems.attempt(
            in.path("Wait"),
            leased,
            () -> new RefreshPolicy(leased.lease(), patience, leased.grace()));
    return problems.attempt(
        in.path("Grace"),
        patient,
        () -> new RefreshPolicy(patient.lease(), patient.patience(), grace));
  }
}
