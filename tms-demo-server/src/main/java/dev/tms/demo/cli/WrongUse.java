package dev.tms.demo.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line: a line, and not all that could have been said. */
final class WrongUse {
  private static final Pattern CHOICE =
      Pattern.compile("expected one of \\[([^\\]]*)\\] \\(case-insensitive\\)");
  private static final Pattern CONVERSION =
      Pattern.compile("cannot convert ('.*') to URI \\((?:[a-z]+\\.)+[A-Z]\\w+: (.*)\\)");

  private WrongUse() {}

  static int explain(ParameterException problem, String[] args) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(plain(String.valueOf(problem.getMessage())));
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists everything");
    return Main.INVALID;
  }

  /** Without what only those understand who wrote the program. */
  private static String plain(String message) {
    String choice =
        CHOICE
            .matcher(message)
            .replaceAll(found -> "expected one of " + found.group(1).toLowerCase(Locale.ROOT));
    return CONVERSION
        .matcher(choice)
        .replaceAll("$1 is no URI: $2")
        .replaceFirst("^Error: ", "")
        .replace("option option", "option");
  }
}
