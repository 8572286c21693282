package dev.tms.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measures TMS and its peers under the same load, in turns, in one run. */
public final class LoadDriver {
  private static final int WARM_UP_LIMIT = 10;

  private final Options options;
  private final Processes processes;
  private final Wrk wrk;
  private final List<Result> results = new ArrayList<>();

  private LoadDriver(Options options, Processes processes) throws IOException {
    this.options = options;
    this.processes = processes;
    this.wrk = new Wrk(processes);
  }

  /** Exit codes: 0 done, 1 not possible, 2 the command line is wrong. */
  public static void main(String[] arguments) throws IOException, URISyntaxException {
    Path jar =
        Path.of(LoadDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Options options;
    try {
      options = new Options(jar.resolveSibling("load"), arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    if (!Wrk.isInstalled()) {
      say("wrk makes the load and is not installed: apt-get install wrk");
      System.exit(1);
    }
    boolean done = false;
    try (Processes processes = new Processes()) {
      done = new LoadDriver(options, processes).run();
    } catch (IOException | IllegalStateException e) {
      say(String.valueOf(e.getMessage()));
    }
    System.exit(done ? 0 : 1);
  }

  private boolean run() throws IOException {
    Cache cache = new Cache(processes, options.cache);
    say("Keycloak " + cache.version("keycloak") + " starts");
    URI issuer = Keycloak.start(processes, cache);
    Servers servers = new Servers(options, processes, cache, issuer);
    for (String name : Servers.NAMES) {
      if (isWanted(name)) {
        say(name + " starts");
        attempt(name, () -> results.add(new Result(servers.start(name))));
      }
    }
    if (results.isEmpty() || !results.get(0).name().equals("tms")) {
      return false;
    }
    for (CallKind call : options.calls) {
      forEach(result -> warmUp(result, call));
    }
    for (int round = 1; round <= options.rounds; round++) {
      String which = "round " + round + " of " + options.rounds;
      for (CallKind call : options.calls) {
        forEach(result -> result.add(call, measure(result.server(), call, which)));
      }
    }
    if (options.half) {
      for (CallKind call : options.calls) {
        forEach(result -> measureAtHalf(result, call));
      }
    }
    forEach(Result::measureMemory);
    if (processes.isClosed()) {
      return false;
    }
    Report report = new Report(List.copyOf(options.calls), results);
    String text = conditions(cache) + "\n" + report.tables();
    System.out.print(text);
    if (options.document != null) {
      Document.write(options.document, text, report.charts());
    }
    return true;
  }

  private boolean isWanted(String name) {
    return switch (name) {
      case "tms" -> true;
      case "before" -> options.baseline != null;
      default -> options.only.contains(name);
    };
  }

  private String conditions(Cache cache) throws IOException {
    return """
    %s, %d cores that wrk (1 thread, 32 connections) shares; JDK %s with %s; tokens of Keycloak %s. %d rounds of \
    %d s for each server and call, in turns, after the warm-up: median (least–most).
    """
        .formatted(
            ProcessFigures.processor(),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("java.version"),
            String.join(" ", options.jvm),
            cache.version("keycloak"),
            options.rounds,
            options.seconds);
  }

  private void warmUp(Result result, CallKind call) throws IOException {
    List<Double> micros = new ArrayList<>();
    while (!Spread.settled(micros)) {
      if (micros.size() == WARM_UP_LIMIT) {
        say("%s, %s: not settled after %d rounds; goes on", result.name(), call, WARM_UP_LIMIT);
        return;
      }
      micros.add(measure(result.server(), call, "warm-up " + (micros.size() + 1)).micros());
    }
  }

  private Round measure(Server server, CallKind call, String which) throws IOException {
    Round round = wrk.run(server.process(), server.caller().request(call), options.seconds);
    say(
        "%s, %s, %s: %.1f µs, %,.0f/s",
        which, call, server.name(), round.micros(), round.perSecond());
    return round;
  }

  private void measureAtHalf(Result result, CallKind call) throws IOException {
    Server server = result.server();
    double half = Spread.of(result.rounds(call), Round::perSecond).median() / 2;
    Request request = server.caller().request(call);
    Round round = wrk.runAt(half, server.process(), request, options.seconds);
    say(
        "%s, %s: p99 %.1f ms at %,.0f/s",
        call, server.name(), round.p99Millis(), round.perSecond());
    result.atHalf(call, round);
  }

  private interface Step<T> {
    void on(T value) throws IOException;
  }

  private interface Attempt {
    void run() throws IOException;
  }

  /** One server after the other; one that fails is left out from then on. */
  private void forEach(Step<Result> step) {
    for (Result result : List.copyOf(results)) {
      if (!attempt(result.name(), () -> step.on(result))) {
        results.remove(result);
      }
    }
  }

  private boolean attempt(String name, Attempt attempt) {
    try {
      attempt.run();
      return true;
    } catch (IOException | RuntimeException e) {
      if (!processes.isClosed()) {
        say(name + " is left out: " + e.getMessage());
      }
      return false;
    }
  }

  private static void say(String format, Object... values) {
    System.err.println(values.length == 0 ? format : String.format(Locale.ROOT, format, values));
  }
}
