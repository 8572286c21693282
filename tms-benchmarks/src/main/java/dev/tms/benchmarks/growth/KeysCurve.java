package dev.tms.benchmarks.growth;

import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.benchmarks.growth.Meter.Cost;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.session.SampleSession;
import dev.tms.session.SealedRoom;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Opening a sealed session, by the number of keys in the keyset. */
final class KeysCurve {
  private static final List<Integer> KEYS = List.of(1, 2, 5, 10, 20);
  private static final List<String> COOKIES =
      List.of("sealed by the newest key", "by the oldest", "by keys of others", "damaged");

  private KeysCurve() {}

  static Curve measure() throws Exception {
    Path file = Files.createTempDirectory("growth").resolve("keys.json");
    Keys keys = Keys.file(file);
    KeyRotation rotation = KeyRotation.of(keys);
    rotation.create();
    SealedRoom oldest = new SealedRoom(keys);
    byte[] plain =
        oldest.encode(SampleSession.KEYCLOAK.begin(Instant.now(), oldest.hash.primaryId()));
    byte[] byOldest = oldest.seal(plain);
    byte[] byOthers = new SealedRoom().seal(plain);
    byte[] damaged = byOldest.clone();
    damaged[damaged.length - 1] ^= 1;
    int count = 1;
    List<Callable<?>> steps = new ArrayList<>();
    for (int wanted : KEYS) {
      for (; count < wanted; count++) {
        rotation.promote(rotation.add().id());
      }
      SealedRoom room = new SealedRoom(Keys.file(file));
      byte[] byNewest = room.seal(plain);
      for (byte[] sealed : List.of(byNewest, byOldest, byOthers, damaged)) {
        boolean opens = sealed == byNewest || sealed == byOldest;
        if (room.open(sealed).isPresent() != opens) {
          throw new IllegalStateException("opens what it should not, or not what it should");
        }
        steps.add(() -> room.open(sealed));
      }
    }
    Files.delete(file);
    List<Cost> measured = Meter.costs(steps);
    List<String> header = new ArrayList<>(List.of("keys"));
    COOKIES.forEach(cookie -> header.add(cookie + ", µs"));
    List<List<String>> rows = new ArrayList<>();
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (int i = 0; i < KEYS.size(); i++) {
      List<String> row = new ArrayList<>(List.of(Curve.cell((long) KEYS.get(i))));
      for (int j = 0; j < COOKIES.size(); j++) {
        double micros = measured.get(i * COOKIES.size() + j).micros();
        row.add(Curve.cell(micros));
        lines
            .computeIfAbsent(COOKIES.get(j), key -> new ArrayList<>())
            .add(new Point(KEYS.get(i), micros));
      }
      rows.add(row);
    }
    return new Curve(
        "keys",
        header,
        rows,
        List.of(new Chart("keys", "Opening a session, µs", "keys in the keyset", lines)));
  }
}
