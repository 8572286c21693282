package dev.tms.benchmarks.load;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load by wrk: one thread, 32 connections, each with one request after the other. */
final class Wrk {
  private static final int CONNECTIONS = 32;
  // at the end of the output, by the script: requests, microseconds, errors, 99th percentile
  private static final Pattern RESULT = Pattern.compile("load (\\d+) (\\d+) (\\d+) (\\d+)\\s*$");
  private static final String DONE =
      """
      done = function(summary, latency, requests)
        local e = summary.errors
        io.write(string.format("load %d %d %d %d\\n", summary.requests, summary.duration,
          e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(99)))
      end
      """;

  private final Processes processes;
  private final Path folder;

  Wrk(Processes processes) throws IOException {
    this.processes = processes;
    this.folder = processes.folder("wrk");
  }

  static boolean isInstalled() {
    return installed("wrk");
  }

  /** Whether a program of that name is on the path. */
  static boolean installed(String program) {
    return Pattern.compile(File.pathSeparator)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** As many requests as the server takes. */
  Round run(Process server, Request request, int seconds) throws IOException {
    return run(server, request, seconds, "");
  }

  /** About that many requests per second. */
  Round runAt(double perSecond, Process server, Request request, int seconds) throws IOException {
    double cycleMillis = 1_000 * CONNECTIONS / perSecond; // of a connection: answer and pause
    double pauseMillis = cycleMillis;
    Round first = run(server, request, seconds, pause(pauseMillis));
    double answerMillis = 1_000 * CONNECTIONS / first.perSecond() - pauseMillis;
    return run(server, request, seconds, pause(Math.max(0, cycleMillis - answerMillis)));
  }

  /** From nothing to twice the mean, so that the connections do not march in step. */
  private static String pause(double meanMillis) {
    return String.format(
        Locale.ROOT,
        "delay = function() return math.floor(math.random() * %f + math.random()) end%n",
        2 * meanMillis);
  }

  private Round run(Process server, Request request, int seconds, String pause) throws IOException {
    Path script = Files.writeString(folder.resolve("load.lua"), script(request) + pause + DONE);
    List<String> command =
        List.of(
            "wrk",
            "-t1",
            "-c" + CONNECTIONS,
            "-d" + seconds + "s",
            "-s",
            script.toString(),
            request.uri().toString());
    long before = ProcessFigures.micros(server);
    String output = processes.run("wrk-output", folder, command);
    long micros = ProcessFigures.micros(server) - before;
    return round(output, micros);
  }

  static Round round(String output, long micros) {
    Matcher result = RESULT.matcher(output);
    if (!result.find() || result.group(1).equals("0")) {
      throw new IllegalStateException("wrk counted no answer:\n" + output);
    }
    if (!result.group(3).equals("0")) {
      throw new IllegalStateException("wrk counted " + result.group(3) + " errors:\n" + output);
    }
    double requests = Double.parseDouble(result.group(1));
    double seconds = Double.parseDouble(result.group(2)) / 1_000_000;
    double p99Millis = Double.parseDouble(result.group(4)) / 1_000;
    return new Round(micros / requests, requests / seconds, p99Millis);
  }

  /** The request in Lua; wrk writes it once and sends it as it is. */
  static String script(Request request) {
    StringBuilder lua = new StringBuilder();
    lua.append("wrk.method = ").append(quoted(request.method())).append('\n');
    Map<String, String> fields = new TreeMap<>(request.fields());
    if (request.method().equals("POST")) {
      fields.put("Content-Length", "0"); // as browsers do
    }
    fields.forEach(
        (name, value) ->
            lua.append("wrk.headers[")
                .append(quoted(name))
                .append("] = ")
                .append(quoted(value))
                .append('\n'));
    return lua.toString();
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
