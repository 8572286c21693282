package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.TestProvider;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Installations that are broken in one way each: the first line of the report names it. */
abstract class BrokenInstallation {
  static TestProvider provider;

  @TempDir Path folder;
  StubIssuer stub;

  @BeforeAll
  static void startProvider() {
    provider = Installation.provider();
  }

  @AfterAll
  static void stopProvider() {
    provider.close();
  }

  @BeforeEach
  void startStub() {
    stub = new StubIssuer();
  }

  @AfterEach
  void stopStub() {
    stub.close();
  }

  Installation installation() {
    return Installation.at(provider.issuer(), folder);
  }

  Installation atStub() {
    return Installation.at(stub.url(), folder);
  }

  /** That the first line names this fault, in these words. */
  static void names(Diagnosis diagnosis, String fault, String... words) {
    String text = text(diagnosis);
    String line = text.lines().findFirst().orElseThrow();
    assertThat(line).as(text).endsWith("[" + fault + "]").contains(words);
  }

  /** That it is found, among other things perhaps. */
  static void hasFound(Diagnosis diagnosis, String fault) {
    assertThat(diagnosis.findings())
        .as(text(diagnosis))
        .extracting(finding -> finding.rule().id())
        .contains(fault);
  }

  private static String text(Diagnosis diagnosis) {
    String text = diagnosis.toText("tms.json");
    assertThat(text + diagnosis.toJson("tms.json")).doesNotContain(Installation.SECRET);
    return text;
  }
}
