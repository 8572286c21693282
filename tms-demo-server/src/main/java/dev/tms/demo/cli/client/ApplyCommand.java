package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.admin.ApplyPlan;
import dev.tms.registration.admin.ApplyPlan.Outcome;
import dev.tms.registration.admin.ApplyPlan.Result;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.lint.Linter.LintOptions;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Severity;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "apply",
    description = {
      "Makes a provider's registrations those of the document: scopes, resources, then clients.",
      "Prints what differs first. What is as it should be stays, so that it may be run again.",
      "Errors that lint finds in the document stop it before."
    })
final class ApplyCommand extends CliCommand implements Callable<Integer> {
  private final Kinds kinds;

  @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
  private String file = "";

  @Option(names = "--dry-run", description = "prints what differs, and changes nothing")
  private boolean dryRun;

  @Option(names = "--no-lint", description = "applies it whatever lint finds")
  private boolean noLint;

  @Mixin private LintCommand.Checks checks = new LintCommand.Checks();
  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private ProviderOptions.Admin admin = new ProviderOptions.Admin();

  ApplyCommand(Surroundings around, Kinds kinds) {
    super(around);
    this.kinds = kinds;
  }

  @Override
  public Integer call() {
    LintOptions options = checks.options(around, kinds);
    Input input = new Input(file, around.in());
    RegistrationDocument document = documents.read(input, kinds);
    RegistrationPackage wanted = kinds.in(document.contents());
    if (wanted.all().isEmpty()) {
      throw CommandFailure.invalid(input.label() + ": has nothing that could be applied");
    }
    stopAtErrors(document, options, input);
    return admin.provider().withTokens(around, tokens -> apply(admin.plan(around, tokens, wanted)));
  }

  private void stopAtErrors(RegistrationDocument document, LintOptions options, Input input) {
    if (noLint) {
      return;
    }
    Report errors =
        Linter.of(around.clock())
            .with(options)
            .check(document)
            .only(finding -> finding.severity() == Severity.ERROR && kinds.has(finding));
    if (errors.hasErrors()) {
      throw CommandFailure.failed(
          errors.toText(input.label())
              + "nothing was applied: fix the document, leave a rule out (--ignore), or all"
              + " (--no-lint)");
    }
  }

  private int apply(ApplyPlan plan) {
    print(plan.toText());
    if (dryRun || plan.isEmpty()) {
      return 0;
    }
    Outcome report = plan.run(this::tell);
    out().println(report.toText().lines().reduce("", (before, last) -> last));
    return report.isComplete() ? 0 : 1;
  }

  private void tell(Result result) {
    if (result.state() != Result.State.UNCHANGED) {
      print(result.toText());
    }
  }
}
