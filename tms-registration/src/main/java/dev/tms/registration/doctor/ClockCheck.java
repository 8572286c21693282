package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.probe.ClockSkew;
import dev.tms.registration.report.Rule;
import java.time.Duration;
import java.util.Optional;

/** This machine's clock against the {@code Date} of the provider's answers. */
final class ClockCheck implements Check {
  private static final Rule WRONG = Faults.named("clock-wrong");
  private static final Rule DRIFTS = Faults.named("clock-drifts");
  private static final Duration TOLERATED = Duration.ofSeconds(60);
  private static final Duration SMALL = Duration.ofSeconds(10);

  @Override
  public Area area() {
    return Area.CLOCK;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    Optional<ClockSkew> skew = patient.clockSkew();
    if (skew.isEmpty()) {
      return Look.skipped(area(), "the provider has not said what time it is");
    }
    Duration certain = skew.get().certain();
    String sentence =
        "this machine's clock is at least "
            + certain.toSeconds()
            + " s "
            + (skew.get().isAhead() ? "behind" : "ahead of")
            + " the provider's";
    if (certain.compareTo(TOLERATED) > 0) {
      patient.find(WRONG, sentence);
    } else if (certain.compareTo(SMALL) > 0) {
      patient.find(DRIFTS, sentence);
    }
    return Look.at(area(), certain.isZero() ? "no difference" : sentence);
  }
}
