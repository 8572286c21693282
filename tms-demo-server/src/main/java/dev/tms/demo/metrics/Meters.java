package dev.tms.demo.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates and finds meters, with at most {@value #MOST_VALUES} values of a label. Thread-safe. */
final class Meters {
  static final int MOST_VALUES = 100;

  private static final Duration[] CALL =
      millis(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);
  private static final Duration[] STORE_CALL =
      millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000);
  private static final Duration[] LOGIN =
      millis(1000, 2000, 5000, 10_000, 30_000, 60_000, 180_000, 300_000, 600_000, 900_000);
  private static final double[] BYTES = {512, 1024, 2048, 3072, 4096, 6144, 8192, 12_288, 16_384};

  private final MeterRegistry registry;
  private final Map<Meter, List<Labels>> labels = new ConcurrentHashMap<>();
  private final DistributionSummary cookieBytes;

  Meters(MeterRegistry registry) {
    this.registry = registry;
    this.cookieBytes =
        DistributionSummary.builder(Meter.COOKIE_BYTES.dotted())
            .description(Meter.COOKIE_BYTES.meaning())
            .baseUnit("bytes")
            .serviceLevelObjectives(BYTES)
            .register(registry);
  }

  void count(Meter meter, String... values) {
    counter(meter, values).increment();
  }

  /** Exposes the counter from now on, initially as 0. */
  Counter counter(Meter meter, String... values) {
    return Counter.builder(meter.dotted())
        .description(meter.meaning())
        .tags(tags(meter, values))
        .register(registry);
  }

  Timer timer(Meter meter, String... values) {
    return Timer.builder(meter.dotted())
        .description(meter.meaning())
        .tags(tags(meter, values))
        .serviceLevelObjectives(buckets(meter))
        .register(registry);
  }

  void cookieBytes(int bytes) {
    cookieBytes.record(bytes);
  }

  void gauge(Meter meter, Supplier<Number> value, String... values) {
    Gauge.builder(meter.dotted(), value)
        .description(meter.meaning())
        .tags(tags(meter, values))
        .strongReference(true)
        .register(registry);
  }

  private Tags tags(Meter meter, String... values) {
    List<String> names = meter.labels();
    List<Labels> bounds =
        labels.computeIfAbsent(meter, m -> names.stream().map(label -> new Labels()).toList());
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(names.get(i), bounds.get(i).value(values[i])));
    }
    return Tags.of(tags);
  }

  private static Duration[] buckets(Meter meter) {
    return switch (meter) {
      case STORE_CALL -> STORE_CALL;
      case LOGIN -> LOGIN;
      default -> CALL;
    };
  }

  private static Duration[] millis(long... millis) {
    return Arrays.stream(millis).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  /** Bounds the values of a label, because each creates a permanent series. Thread-safe. */
  static final class Labels {
    static final String OTHER = "other";
    static final String NONE = "none";

    private static final Pattern WORD = Pattern.compile("[a-z0-9_.-]{1,128}");

    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The value in lower case; {@code other} if it is malformed or over the limit. */
    String value(@Nullable String given) {
      if (given == null || given.isEmpty()) {
        return NONE;
      }
      String value = given.toLowerCase(Locale.ROOT);
      if (known.contains(value)) {
        return value;
      }
      // concurrent calls may exceed the limit slightly
      if (known.size() >= MOST_VALUES || !WORD.matcher(value).matches()) {
        return OTHER;
      }
      known.add(value);
      return value;
    }
  }
}
