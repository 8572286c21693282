package dev.tms.benchmarks.growth;

import dev.tms.benchmarks.KeycloakTokens;
import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.benchmarks.growth.Meter.Cost;
import dev.tms.http.SetCookie;
import dev.tms.session.SampleSession;
import dev.tms.session.SealedRoom;
import dev.tms.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The session's cookies, and what its code costs, by the size of its tokens. */
final class SizeCurve {
  private static final int[] KILOBYTES = {1, 2, 3, 4, 6, 8, 10, 12};
  private static final int REFRESH_TOKEN_BYTES = 32;
  private static final List<String> STEPS = List.of("encode", "decode", "seal", "open");

  private SizeCurve() {}

  static Curve measure() throws Exception {
    SealedRoom room = new SealedRoom();
    List<String> header =
        List.of(
            "access token is",
            "tokens as issued, KB",
            "encoded, bytes",
            "cookies",
            "cookie characters",
            "encode, µs",
            "decode, µs",
            "seal, µs",
            "open, µs",
            "decode allocates, KB");
    List<List<String>> rows = new ArrayList<>();
    Map<String, List<Point>> sizes = new LinkedHashMap<>();
    Map<String, List<Point>> costs = new LinkedHashMap<>();
    for (boolean isRandom : new boolean[] {true, false}) {
      String kind = isRandom ? "random text" : "a JWT with groups";
      List<Session> sessions = new ArrayList<>();
      List<Callable<?>> steps = new ArrayList<>();
      for (int kilobytes : KILOBYTES) {
        Session session = session(room, kilobytes * 1_000, isRandom);
        byte[] encoded = room.encode(session);
        byte[] sealed = room.seal(encoded);
        sessions.add(session);
        steps.add(() -> room.encode(session));
        steps.add(() -> room.decode(encoded));
        steps.add(() -> room.seal(encoded));
        steps.add(() -> room.open(sealed));
      }
      List<Cost> measured = Meter.costs(steps);
      for (int i = 0; i < KILOBYTES.length; i++) {
        List<SetCookie> cookies =
            room.cookies(sessions.get(i)).stream().filter(cookie -> !cookie.clear()).toList();
        int characters = cookies.stream().mapToInt(cookie -> cookie.value().length()).sum();
        List<String> row = new ArrayList<>();
        row.add(kind);
        row.add(Curve.cell((long) KILOBYTES[i]));
        row.add(Curve.cell((long) room.encode(sessions.get(i)).length));
        row.add(Curve.cell((long) cookies.size()));
        row.add(Curve.cell((long) characters));
        add(sizes, kind, KILOBYTES[i], characters);
        for (int j = 0; j < STEPS.size(); j++) {
          Cost cost = measured.get(i * STEPS.size() + j);
          row.add(Curve.cell(cost.micros()));
          if (!isRandom) {
            add(costs, STEPS.get(j), KILOBYTES[i], cost.micros());
          }
        }
        row.add(Curve.cell(measured.get(i * STEPS.size() + 1).kilobytes()));
        rows.add(row);
      }
    }
    return new Curve(
        "size",
        header,
        rows,
        List.of(
            new Chart("size-cookie", "Cookie characters", "tokens as issued, KB", sizes),
            new Chart(
                "size-cost",
                "Processor time, µs (JWT with groups)",
                "tokens as issued, KB",
                costs)));
  }

  private static void add(Map<String, List<Point>> lines, String line, double x, double y) {
    lines.computeIfAbsent(line, key -> new ArrayList<>()).add(new Point(x, y));
  }

  private static Session session(SealedRoom room, int characters, boolean isRandom) {
    Instant now = Instant.now();
    KeycloakTokens tokens = new KeycloakTokens(characters, now);
    String refresh = tokens.text(REFRESH_TOKEN_BYTES);
    int rest = characters - refresh.length();
    String access = isRandom ? tokens.text(rest * 3 / 4) : tokens.accessTokenWithGroups(rest);
    Session session = SampleSession.OPAQUE.begin(now, room.hash.primaryId());
    return SampleSession.with(session, access, refresh);
  }
}
