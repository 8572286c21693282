package dev.tms.demo.cli;

import dev.tms.demo.server.RequestIds;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Writes each block of a trace to the log's destination in one piece, formatted like a log line.
 * Thread-safe.
 */
final class TraceOutput implements Consumer<String> {
  private final PrintWriter out;
  private final InstantSource clock;

  TraceOutput(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void accept(String block) {
    String id = RequestIds.current().map(current -> " [" + current + "]").orElse("");
    out.print(LogLine.TIME.format(clock.instant()) + " TRACE" + id + " " + block);
    out.flush();
  }
}
