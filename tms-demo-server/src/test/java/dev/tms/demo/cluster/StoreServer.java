package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What the nodes share. */
public abstract class StoreServer implements AutoCloseable {
  /** How the table of {@code docs/refresh.md} calls it. */
  abstract String column();

  /** The port of loopback where it is; 0 where it is in the nodes themselves. */
  abstract int port();

  /** Writes what a node has to know into its section {@code Store}, for this port. */
  abstract void configure(ObjectNode section, int port);

  /** Whether these bytes of a node, one character each, are one write. */
  abstract boolean isWrite(String sent);

  /** Its processes stop running, and their connections stay. */
  void pause() {
    signal("STOP", processes());
  }

  /** They go on. */
  void resume() {
    signal("CONT", processes());
  }

  /** The processes that it consists of. */
  abstract List<ProcessHandle> processes();

  @Override
  public abstract void close();

  static List<ProcessHandle> withDescendants(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  static void signal(String name, List<ProcessHandle> processes) {
    List<String> command =
        Stream.concat(
                Stream.of("kill", "-" + name),
                processes.stream().map(process -> Long.toString(process.pid())))
            .toList();
    try {
      // one that has just ended by itself gets none
      if (new ProcessBuilder(command).start().waitFor() != 0
          && processes.stream().allMatch(ProcessHandle::isAlive)) {
        throw new AssertionError("no signal " + name + " to " + processes);
      }
    } catch (IOException e) {
      throw new AssertionError("no signal can be sent", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
