package dev.tms.demo.interop;

import static dev.tms.demo.interop.Workbench.section;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.cli.InProcess;
import dev.tms.registration.doctor.Diagnosis;
import dev.tms.registration.doctor.Doctor;
import dev.tms.registration.report.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor makes of a real provider's answers. */
@KeycloakTest
class KeycloakDoctorTest {
  @TempDir Path directory;

  private Diagnosis examine(ObjectNode configuration) throws IOException {
    Path file = Files.writeString(directory.resolve("tms.json"), configuration.toString());
    return Doctor.of(InstantSource.system(), new SecureRandom()).examine(file, Map.of());
  }

  private static String firstLine(Diagnosis diagnosis) {
    return diagnosis.toText("tms.json").lines().findFirst().orElse("");
  }

  @Test
  void sound_hasNoErrors(Workbench bench) throws IOException {
    Diagnosis diagnosis = examine(bench.configuration());

    assertThat(diagnosis.count(Severity.ERROR)).as(diagnosis.toText("tms.json")).isZero();
    assertThat(diagnosis.toText("tms.json"))
        .contains("answered with login_required", "answered with invalid_grant");
  }

  @Test
  void user_signsInAndOut_withoutErrors(Workbench bench) throws IOException {
    Path file = Files.writeString(directory.resolve("tms.json"), bench.configuration().toString());
    Path password = Files.writeString(directory.resolve("password"), "alice");
    StringWriter out = new StringWriter();

    int exit =
        InProcess.run(
            new String[] {
              "doctor",
              "--config",
              file.toString(),
              "--user",
              "alice",
              "--password-file",
              password.toString()
            },
            Map.of(),
            InputStream.nullInputStream(),
            new PrintWriter(out),
            new PrintWriter(out));

    assertThat(exit).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains("session        fine      signed in, refreshed, signed out");
  }

  @Test
  void redirectUriNotRegistered_pageIsShown(Workbench bench) throws IOException {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("CallbackPath", "/elsewhere");

    assertThat(firstLine(examine(configuration)))
        .contains("[login-error-page]", "Invalid parameter: redirect_uri", "/elsewhere");
  }

  @Test
  void secretWrong_isRefused(Workbench bench) throws IOException {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("ClientSecret", "not the one that is registered");

    assertThat(firstLine(examine(configuration))).contains("[client-refused]");
  }

  @Test
  void clientUnknown_pageIsShown(Workbench bench) throws IOException {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").put("ClientId", "no one");

    assertThat(firstLine(examine(configuration))).contains("[login-error-page]", "no one");
  }

  @Test
  void scopeUnknown_isRefused(Workbench bench) throws IOException {
    ObjectNode configuration = bench.configuration();
    section(configuration, "Client").putArray("Scopes").add("openid").add("orders");

    assertThat(firstLine(examine(configuration))).contains("[login-refused]", "invalid_scope");
  }
}
