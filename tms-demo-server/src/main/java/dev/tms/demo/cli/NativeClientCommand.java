package dev.tms.demo.cli;

import dev.tms.demo.nativeclient.Account;
import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.demo.nativeclient.NativeClient;
import dev.tms.demo.nativeclient.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Plays a native app at a service. */
@Command(
    name = "native-client",
    description = {
      "Plays a native app at a service: signs in, retrieves tokens, logs out, prints each step.",
      "Exit code 1, with the reason, when a step does not go as it must."
    },
    mixinStandardHelpOptions = true)
final class NativeClientCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "the service's public URL")
  private URI url = URI.create("");

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "customer domain, such as acme.cloud.test")
  private @Nullable String domain;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "user name")
  private String user = "";

  @Option(
      names = "--password",
      required = true,
      interactive = true,
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = "the user's password; asked for where it is left out")
  private String password = "";

  @Option(
      names = "--front-end",
      paramLabel = "URL",
      description = {
        "where a login ends: the beginning of the front end's URL",
        "(default: wherever the service's callback redirects to)"
      })
  private @Nullable URI frontEnd;

  @ArgGroup private Certificates certificates = new Certificates();

  /** At most one of the two. */
  private static final class Certificates {
    @Option(
        names = "--trust",
        paramLabel = "FILE",
        description = "certificates to trust, PEM or DER (default: those of the JDK)")
    private @Nullable Path trust;

    @Option(names = "--insecure", description = "trusts every server: for trying out only")
    private boolean insecure;
  }

  @Override
  public Integer call() {
    CommandLine command = spec.commandLine();
    if (url.getHost() == null || !("" + url.getScheme()).matches("https?")) {
      throw new ParameterException(command, "--url must be an http or https URL: " + url);
    }
    try {
      new NativeClient(url, frontEnd, trusted(command), command.getOut())
          .run(domain, new Account(user, password));
      return CommandLine.ExitCode.OK;
    } catch (ClientFailure e) {
      command.getErr().println("failed: " + e.getMessage());
      return Main.FAILED;
    }
  }

  private @Nullable SSLContext trusted(CommandLine command) {
    Path file = certificates.trust;
    if (certificates.insecure) {
      return Trust.dangerouslyInEverybody();
    }
    try {
      return file == null ? null : Trust.in(file);
    } catch (IOException | CertificateException e) {
      throw new ParameterException(command, "--trust: no certificates can be read from " + file);
    }
  }
}
