package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.cli.InProcess;
import dev.tms.demo.server.SelfSigned;
import dev.tms.http.NetworkSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The demo server as {@code serve --config tms.json} starts it, and what it tells its operator. */
final class RunningTms implements AutoCloseable {
  private final Path directory;
  private final ObjectNode configuration;
  private final StringWriter err = new StringWriter();
  private final LogLines log = new LogLines();
  private final InProcess server;

  private RunningTms(Path directory, ObjectNode configuration) throws IOException {
    this.directory = directory;
    this.configuration = configuration;
    Path file = directory.resolve("tms.json");
    Files.writeString(file, configuration.toPrettyString());
    this.server = InProcess.serve(file, new PrintWriter(err, true));
  }

  /** Writes the configuration into the directory and starts with it. */
  static RunningTms start(Path directory, ObjectNode configuration) {
    try {
      return new RunningTms(directory, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is. */
  String url() {
    return server.publicUrl();
  }

  /** Where logins end. */
  String frontEnd() {
    return configuration.at("/FrontEnd/FrontEndRedirectUrl").asText();
  }

  /** Trust in the certificate that it made for itself, where it speaks https. */
  NetworkSettings network() {
    Path certificate = directory.resolve(SelfSigned.CERTIFICATE);
    return Files.exists(certificate)
        ? NetworkSettings.DEFAULT.withTrustedCertificates(certificate)
        : NetworkSettings.DEFAULT;
  }

  /** What an operator could read so far. */
  List<String> log() {
    return Stream.concat(err.toString().lines(), log.lines().stream()).toList();
  }

  @Override
  public void close() {
    server.close();
    log.close();
  }
}
