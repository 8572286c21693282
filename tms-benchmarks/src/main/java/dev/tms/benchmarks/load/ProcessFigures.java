package dev.tms.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of a process and its children, in {@code /proc}. */
final class ProcessFigures {
  private static final long MICROS_OF_TICK = 10_000; // USER_HZ is 100 on every platform of Java's
  private static final int USER_TIME = 11; // counted from behind the name
  private static final int CHILDREN_SYSTEM_TIME = 14;
  private static final double KB_OF_MB = 1024;

  private ProcessFigures() {}

  /** Processor time since the start, of children that have ended, too. */
  static long micros(Process process) throws IOException {
    long ticks = 0;
    for (Path folder : folders(process)) {
      ticks += ticks(Files.readString(folder.resolve("stat")));
    }
    return ticks * MICROS_OF_TICK;
  }

  /** Adds user and system time of a process and of its children that have ended. */
  static long ticks(String stat) {
    // the name may have blanks and parentheses
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = USER_TIME; i <= CHILDREN_SYSTEM_TIME; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks;
  }

  /** {@code VmRSS}, the resident memory now, or {@code VmHWM}, the most so far, in MB. */
  static double megabytes(Process process, String field) throws IOException {
    long kilobytes = 0;
    for (Path folder : folders(process)) {
      for (String line : Files.readAllLines(folder.resolve("status"))) {
        if (line.startsWith(field + ":")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return kilobytes / KB_OF_MB;
  }

  /** The machine's processor, by its name. */
  static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse("unknown processor");
  }

  private static List<Path> folders(Process process) {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .map(handle -> Path.of("/proc", String.valueOf(handle.pid())))
        .toList();
  }
}
