package dev.tms.seal;

import dev.tms.event.TmsEvent;
import dev.tms.seal.Sealer.SealScope;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What tests of this room share: a scope, a clock that is set by hand, and a list of events. */
final class SealRig {
  static final SealScope SCOPE =
      new SealScope("tms", "https://id.example", "shop", "https://shop.example");

  final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
  final InstantSource clock = () -> now;

  static Sealer sealer() {
    return new Sealer(ring(Keys.inMemory()), SCOPE);
  }

  static KeyRing ring(Keys keys) {
    return keys.open(() -> Instant.EPOCH, event -> {});
  }

  KeyRing open(Path file) {
    return open(Keys.file(file));
  }

  KeyRing open(Keys keys) {
    return keys.open(clock, events::add);
  }

  static boolean full() {
    return Boolean.getBoolean("tms.full");
  }
}
