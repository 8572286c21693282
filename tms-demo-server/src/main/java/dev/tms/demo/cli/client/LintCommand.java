package dev.tms.demo.cli.client;

import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.lint.Linter.FixOutcome;
import dev.tms.registration.lint.Linter.LintOptions;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import dev.tms.registration.report.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "lint",
    description = {
      "Says what will fail before the first login does, why, and how it is fixed.",
      "Exit code 1 where a warning or an error is left."
    })
final class LintCommand extends CliCommand implements Callable<Integer> {
  enum Format {
    TEXT,
    JSON,
    SARIF
  }

  private final Kinds kinds;

  @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
  private String file = "";

  @Option(
      names = "--format",
      paramLabel = "FORM",
      description = "of the report: text (the default), json or sarif")
  private Format format = Format.TEXT;

  @Option(
      names = "--fix",
      description = {
        "fixes what has one fix only, and writes the file again, without its comments;",
        "of standard input, the fixed document goes to standard output and the report to"
            + " standard error"
      })
  private boolean fix;

  @Mixin private Checks checks = new Checks();
  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private Colours colours = new Colours();

  LintCommand(Surroundings around, Kinds kinds) {
    super(around);
    this.kinds = kinds;
  }

  @Override
  public Integer call() {
    if (fix && documents.fills()) {
      throw usage("--fix writes the document again, with its placeholders: leave --set away");
    }
    Linter linter = Linter.of(around.clock()).with(checks.options(around, kinds));
    Input input = new Input(file, around.in());
    RegistrationDocument document = documents.read(input, kinds);
    if (document.entries().isEmpty()) {
      throw CommandFailure.invalid(input.label() + ": has no registration that could be checked");
    }
    if (!fix) {
      return report(linter.check(document), input, out());
    }
    RegistrationDocument fixed = fix(linter, document, input);
    return report(linter.check(fixed), input, input.isStandard() ? err() : out());
  }

  /** Writes the fixes and reads the document again, so that positions are right. */
  private RegistrationDocument fix(Linter linter, RegistrationDocument document, Input input) {
    FixOutcome outcome = linter.fix(document);
    if (!outcome.changed()) {
      if (input.isStandard()) {
        Output.print(document.toJson(), out());
      }
      return document;
    }
    String json = outcome.document().toJson();
    if (!document.isPlainJson()) {
      err().println(input.label() + ": its comments are lost, since JSON has none");
    }
    if (input.isStandard()) {
      Output.print(json, out());
    } else {
      Output.replace(Path.of(file), json);
    }
    for (Finding gone : outcome.fixed()) {
      err().println("fixed: %s: %s [%s]".formatted(gone.path(), gone.message(), gone.rule().id()));
    }
    return input.document(json, documents.kindOf(kinds));
  }

  private int report(Report whole, Input input, PrintWriter to) {
    Report report = whole.only(kinds::has);
    String text =
        switch (format) {
          case TEXT -> colours.report(report.toText(input.label()), around.environment());
          case JSON -> report.toJson(input.label());
          case SARIF -> report.toSarif(input.label());
        };
    if (format == Format.TEXT) {
      to.print(text);
      to.flush();
    } else {
      Output.print(text, to);
    }
    return report.hasErrors() || report.count(Severity.WARNING) > 0 ? 1 : 0;
  }

  static final class Checks extends CliCommand.Options {
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

    /** Throws {@link ParameterException} if an option is invalid. */
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
        Input input = new Input(other, around.in());
        defined.addAll(input.document(input.text(), kinds.standard()).contents().scopeNames());
      }
      return LintOptions.DEFAULT
          .ignoring(new HashSet<>(ignored))
          .withHosts(new HashSet<>(hosts))
          .withScopes(defined)
          .withExpiryWarning(Duration.ofDays(expiryWarning));
    }
  }
}
