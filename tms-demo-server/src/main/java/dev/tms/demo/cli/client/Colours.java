package dev.tms.demo.cli.client;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

final class Colours {
  enum When {
    AUTO,
    ALWAYS,
    NEVER
  }

  private static final Pattern SEVERITY =
      Pattern.compile("(?m)^(.*?: )(error|warning|note)(: .* \\[[a-z0-9-]+])$");
  private static final Pattern DETAIL = Pattern.compile("(?m)^  (at|why|fix|note|still)\\b");
  private static final Map<String, String> CODES =
      Map.of("error", "1;31", "warning", "1;33", "note", "1;36");

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      description = "auto (the default: on a terminal, where NO_COLOR is not set), always or never")
  private When when = When.AUTO;

  String report(String text, Map<String, String> environment) {
    if (!wanted(environment)) {
      return text;
    }
    Matcher line = SEVERITY.matcher(text);
    String severities =
        line.replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + paint(CODES.getOrDefault(found.group(2), "1"), found.group(2))
                        + found.group(3)));
    return DETAIL
        .matcher(severities)
        .replaceAll(found -> Matcher.quoteReplacement("  " + paint("2", found.group(1))));
  }

  private boolean wanted(Map<String, String> environment) {
    boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    return when == When.ALWAYS || (when == When.AUTO && !refused && isTerminal());
  }

  static boolean isTerminal() {
    return Ansi.AUTO.enabled();
  }

  private static String paint(String code, String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
