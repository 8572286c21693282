package dev.tms.demo.cli.client;

import dev.tms.demo.cli.InProcess;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command that was run through the program's main.
 *
 * @param exitCode how it ended
 * @param out standard output
 * @param err standard error
 */
record CommandLineRun(int exitCode, String out, String err) {
  static CommandLineRun of(String... args) {
    return with("", Map.of(), args);
  }

  static CommandLineRun with(String in, Map<String, String> environment, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        InProcess.run(
            args,
            environment,
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
