package dev.tms.demo.cli.client;

import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.admin.ApplyPlan;
import dev.tms.registration.diff.RegistrationDiff;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "diff",
    description = {
      "Says what differs: from one document to another, or from what a provider has (--url) to a"
          + " document.",
      "Exit code 1 where anything does. Secrets are not shown."
    })
final class DiffCommand extends CliCommand implements Callable<Integer> {
  private final Kinds kinds;

  @Parameters(index = "0", paramLabel = "FILE", description = "a document; - for standard input")
  private String file = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "another document; not with --url")
  private @Nullable String other;

  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private ProviderOptions.Admin admin = new ProviderOptions.Admin();

  DiffCommand(Surroundings around, Kinds kinds) {
    super(around);
    this.kinds = kinds;
  }

  @Override
  public Integer call() {
    if ((other == null) != admin.provider().isGiven()) {
      throw usage("diff compares with one thing: OTHER, or what is at --url");
    }
    RegistrationPackage first = read(file);
    if (other == null) {
      return admin.provider().withTokens(around, tokens -> tell(admin.plan(around, tokens, first)));
    }
    return compare(first, read(other)) ? 0 : 1;
  }

  private RegistrationPackage read(String name) {
    return kinds.in(documents.read(new Input(name, around.in()), kinds).contents());
  }

  private int tell(ApplyPlan plan) {
    print(plan.toText());
    return plan.isEmpty() ? 0 : 1;
  }

  private boolean compare(RegistrationPackage before, RegistrationPackage after) {
    List<Registration> all = before.all();
    List<Registration> now = after.all();
    if (all.size() == 1 && now.size() == 1 && all.get(0).kind() == now.get(0).kind()) {
      return tell(all.get(0), now.get(0));
    }
    boolean same = true;
    for (Registration one : all) {
      Optional<Registration> there = after.find(one.kind(), one.name());
      same &= there.isPresent() ? tell(one, there.get()) : onlyIn(file, one);
    }
    for (Registration one : now) {
      same &= before.find(one.kind(), one.name()).isPresent() || onlyIn(other, one);
    }
    return same;
  }

  private boolean onlyIn(@Nullable String name, Registration one) {
    out().println("only in " + name + ": " + one.kind() + " " + one.name());
    return false;
  }

  private boolean tell(Registration before, Registration after) {
    RegistrationDiff diff = RegistrationDiff.whole(before, after);
    if (!diff.isEmpty()) {
      out().println(before.kind() + " " + before.name());
      print(diff.toText());
    }
    return diff.isEmpty();
  }
}
