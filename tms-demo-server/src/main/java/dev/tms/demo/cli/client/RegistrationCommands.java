package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** The commands for registrations, and for what does not fit them. */
public final class RegistrationCommands {
  private static final Set<RegistrationKind> RESOURCES =
      Set.of(RegistrationKind.API_RESOURCE, RegistrationKind.IDENTITY_RESOURCE);

  private RegistrationCommands() {}

  /**
   * Adds {@code client}, {@code resource}, {@code scope} and {@code doctor}.
   *
   * @param in what {@code -} reads
   */
  public static void addTo(CommandLine command, Map<String, String> environment, InputStream in) {
    Surroundings around =
        new Surroundings(environment, in, InstantSource.system(), new SecureRandom());
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
    return with(group("Checks and makes APIs and identity resources."), around, resources)
        .addSubcommand(new NewResourceCommand.OfResource());
  }

  private static CommandLine scopes(Surroundings around) {
    Kinds scopes = new Kinds(Set.of(RegistrationKind.API_SCOPE), RegistrationKind.API_SCOPE);
    return with(group("Checks and makes scopes of APIs."), around, scopes)
        .addSubcommand(new NewResourceCommand.OfScope());
  }

  private static CommandLine group(String description) {
    CommandLine group = new CommandLine(new CliCommand.Group());
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
