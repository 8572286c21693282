package dev.tms.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured of one server. Not thread-safe. */
final class Result {
  private final Server server;
  private final Map<CallKind, List<Round>> rounds = new EnumMap<>(CallKind.class);
  private final Map<CallKind, Round> atHalf = new EnumMap<>(CallKind.class);
  private double residentMegabytes;
  private double mostMegabytes;
  private int cookieBytes;

  Result(Server server) {
    this.server = server;
  }

  Server server() {
    return server;
  }

  String name() {
    return server.name();
  }

  void add(CallKind call, Round round) {
    rounds.computeIfAbsent(call, key -> new ArrayList<>()).add(round);
  }

  List<Round> rounds(CallKind call) {
    return rounds.getOrDefault(call, List.of());
  }

  void atHalf(CallKind call, Round round) {
    atHalf.put(call, round);
  }

  /** Empty where it was not asked for. */
  Map<CallKind, Round> atHalf() {
    return atHalf;
  }

  void measureMemory() throws IOException {
    residentMegabytes = ProcessFigures.megabytes(server.process(), "VmRSS");
    mostMegabytes = ProcessFigures.megabytes(server.process(), "VmHWM");
    cookieBytes = server.caller().request(CallKind.SESSION).cookieBytes();
  }

  double residentMegabytes() {
    return residentMegabytes;
  }

  double mostMegabytes() {
    return mostMegabytes;
  }

  int cookieBytes() {
    return cookieBytes;
  }
}
