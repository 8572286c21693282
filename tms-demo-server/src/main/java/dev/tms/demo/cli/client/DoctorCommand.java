package dev.tms.demo.cli.client;

import dev.tms.demo.nativeclient.Account;
import dev.tms.demo.nativeclient.ProviderBrowser;
import dev.tms.demo.server.SelfSigned;
import dev.tms.demo.store.Stores;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.doctor.Area;
import dev.tms.registration.doctor.Diagnosis;
import dev.tms.registration.doctor.Doctor;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.store.StoreSettings;
import dev.tms.token.Secret;
import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = {
      "Says what is wrong with an installation, its cause in the first line.",
      "Changes nothing, and signs no user in without --user. Exit code 1 where an error was found:"
          + " something that will fail."
    })
final class DoctorCommand extends CliCommand implements Callable<Integer> {
  private static final int MAX_SECONDS = 120;
  private static final int MAX_HEAD_BYTES = 65_000;
  private static final Kinds CLIENTS =
      new Kinds(Set.of(RegistrationKind.values()), RegistrationKind.CLIENT);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "configuration file, JSON with comments")
  private Path config = Path.of("");

  @Option(
      names = "--registration",
      paramLabel = "FILE",
      description = "what the provider has registered; - for standard input")
  private @Nullable String registration;

  @Option(names = "--offline", description = "makes no call over the network")
  private boolean offline;

  @Option(
      names = "--without",
      paramLabel = "AREA",
      split = ",",
      description = "leaves an area out; may be repeated: ${COMPLETION-CANDIDATES}")
  private List<Area> without = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "for one answer (default: ${DEFAULT-VALUE})")
  private int timeout = 10;

  @Option(
      names = "--head-bytes",
      paramLabel = "N",
      description =
          "sends a request with a head of N bytes through the public URL, to see what proxies in"
              + " front of the service take")
  private @Nullable Integer headBytes;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = {
        "signs this user in and out: one login, refresh, userinfo call and logout;",
        "the password is asked for, or read from --password-file"
      })
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "with --user: holds the user's password; - for standard input")
  private @Nullable String passwordFile;

  @Option(names = "--json", description = "prints the report as JSON")
  private boolean json;

  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private Colours colours = new Colours();

  DoctorCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    if (timeout < 1 || timeout > MAX_SECONDS) {
      throw usage("--timeout must be 1 to " + MAX_SECONDS + " seconds");
    }
    if (headBytes != null && (headBytes < 1 || headBytes > MAX_HEAD_BYTES)) {
      throw usage("--head-bytes must be 1 to " + MAX_HEAD_BYTES);
    }
    if (passwordFile != null && user == null) {
      throw usage("--password-file is for --user");
    }
    if (user != null && offline) {
      throw usage("--user signs in over the network, which --offline forbids");
    }
    if ("-".equals(passwordFile) && "-".equals(registration)) {
      throw usage("standard input is read once: --registration or --password-file");
    }
    RegistrationDocument document =
        registration == null ? null : documents.read(new Input(registration, around.in()), CLIENTS);
    Diagnosis diagnosis = unlogged(() -> doctor().examine(config, around.environment(), document));
    String file = config.toString();
    if (json) {
      Output.print(diagnosis.toJson(file), out());
    } else {
      print(colours.report(diagnosis.toText(file), around.environment()));
    }
    return diagnosis.isIll() ? 1 : 0;
  }

  private Doctor doctor() {
    Doctor doctor =
        Doctor.of(around.clock(), around.random())
            .timeout(Duration.ofSeconds(timeout))
            .without(without)
            .selfSigned(SelfSigned.CERTIFICATE)
            .stores(
                shared -> Stores.open(shared, StoreSettings.of(around.clock(), around.random())))
            .progress(this::say);
    if (headBytes != null) {
      doctor = doctor.headBytes(headBytes);
    }
    if (user != null) {
      String name = user;
      Secret password = password();
      doctor =
          doctor.signIn(
              password,
              client -> new ProviderBrowser(client, new Account(name, password.reveal())));
    }
    return offline ? doctor.offline() : doctor;
  }

  @SuppressWarnings("SystemConsoleNull") // where there is always a console, nothing is typed there
  private Secret password() {
    if (passwordFile != null) {
      return new Input(passwordFile, around.in()).secret();
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("password of %s: ", user);
    Secret password = typed == null ? null : Secret.ofNullable(new String(typed));
    if (password == null) {
      throw usage(
          console == null
              ? "there is no console to ask for the password: name --password-file"
              : "no password was given");
    }
    return password;
  }

  /** Disables logging, because the report contains what the service would log. */
  private static <T> T unlogged(Supplier<T> task) {
    Map<Handler, Level> levels = new HashMap<>();
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      levels.put(handler, handler.getLevel());
      handler.setLevel(Level.OFF);
    }
    try {
      return task.get();
    } finally {
      levels.forEach(Handler::setLevel);
    }
  }

  private void say(Area area) {
    if (!json && Colours.isTerminal()) {
      err().println("looking at: " + area);
      err().flush();
    }
  }
}
