package dev.tms.demo.cli.client;

import dev.tms.registration.lint.LintOptions;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.report.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How registrations are checked. */
final class Checks {
  private static final int MAX_DAYS = 3650;

  @Option(
      names = "--ignore",
      paramLabel = "RULE",
      split = ",",
      description = "leaves a rule out; may be repeated. 'client rules' lists them")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      split = ",",
      description = "one of the client's own hosts: redirects to others are then reported")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--known-scope",
      paramLabel = "SCOPE",
      split = ",",
      description = "a scope that is defined elsewhere")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--with",
      paramLabel = "FILE",
      description = "another document: its scopes count as defined")
  private List<String> others = new ArrayList<>();

  @Option(
      names = "--expiry-warning",
      paramLabel = "DAYS",
      description = "reports secrets so long before they expire (default: 30)")
  private int expiryWarning = 30;

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /**
   * What a check knows beside the document.
   *
   * @throws ParameterException if an option is wrong
   */
  LintOptions options(Surroundings around, Kinds kinds) {
    Set<String> known = Linter.rules().stream().map(Rule::id).collect(Collectors.toSet());
    for (String id : ignored) {
      if (!known.contains(id)) {
        throw usage("--ignore: no rule is called '" + id + "'; 'client rules' lists them");
      }
    }
    if (expiryWarning < 0 || expiryWarning > MAX_DAYS) {
      throw usage("--expiry-warning must be 0 to " + MAX_DAYS + " days");
    }
    Set<String> defined = new LinkedHashSet<>(scopes);
    for (String other : others) {
      defined.addAll(new Input(other, around.in()).document(kinds).contents().scopeNames());
    }
    return LintOptions.DEFAULT
        .ignoring(new HashSet<>(ignored))
        .withHosts(new HashSet<>(hosts))
        .withScopes(defined)
        .withExpiryWarning(Duration.ofDays(expiryWarning));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
