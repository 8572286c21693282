package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.probe.ClockSkew;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** This machine's clock against the {@code Date} of the provider's answers. */
final class ClockCheck implements Check {
  private static final Fault WRONG =
      Fault.error(
          Area.CLOCK,
          "clock-wrong",
          "ID tokens seem to be from the future, or expired: 60 s are allowed",
          "set this machine's clock, by NTP");
  private static final Fault DRIFTS =
      Fault.warning(
          Area.CLOCK,
          "clock-drifts",
          "when it is 60 s, no login succeeds",
          "see that NTP runs on this machine");
  static final List<Fault> FAULTS = List.of(WRONG, DRIFTS);

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
