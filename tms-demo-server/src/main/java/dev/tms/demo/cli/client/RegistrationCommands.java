package dev.tms.demo.cli.client;

import dev.tms.demo.cli.client.CliCommand.Surroundings;
import dev.tms.registration.RegistrationKind;
import java.util.Set;
import picocli.CommandLine;

/** The commands for registrations, and {@code doctor}. */
public final class RegistrationCommands {
  private static final Set<RegistrationKind> RESOURCES =
      Set.of(RegistrationKind.API_RESOURCE, RegistrationKind.IDENTITY_RESOURCE);

  private RegistrationCommands() {}

  public static void addTo(CommandLine command, Surroundings around) {
    command
        .addSubcommand("client", clients(around))
        .addSubcommand("resource", resources(around))
        .addSubcommand("scope", scopes(around))
        .addSubcommand(new DoctorCommand(around));
  }

  private static CommandLine clients(Surroundings around) {
    return with(new CommandLine(new ClientCommands(around)), around, Kinds.ALL)
        .addSubcommand(new NewClientCommand(around))
        .addSubcommand(new DynamicCommands.Register(around))
        .addSubcommand(new DynamicCommands.Registered(around));
  }

  private static CommandLine resources(Surroundings around) {
    Kinds resources = new Kinds(RESOURCES, RegistrationKind.API_RESOURCE);
    return with(group(around, "Checks and makes APIs and identity resources."), around, resources)
        .addSubcommand(new NewResourceCommand.OfResource(around));
  }

  private static CommandLine scopes(Surroundings around) {
    Kinds scopes = new Kinds(Set.of(RegistrationKind.API_SCOPE), RegistrationKind.API_SCOPE);
    return with(group(around, "Checks and makes scopes of APIs."), around, scopes)
        .addSubcommand(new NewResourceCommand.OfScope(around));
  }

  private static CommandLine group(Surroundings around, String description) {
    CommandLine group = new CommandLine(new CliCommand.Group(around));
    group.getCommandSpec().usageMessage().description(description);
    return group;
  }

  private static CommandLine with(CommandLine group, Surroundings around, Kinds kinds) {
    return group
        .addSubcommand(new LintCommand(around, kinds))
        .addSubcommand(new ApplyCommand(around, kinds))
        .addSubcommand(new DiffCommand(around, kinds));
  }
}
