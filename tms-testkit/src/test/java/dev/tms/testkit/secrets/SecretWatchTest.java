package dev.tms.testkit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The watch can fail: tests that leak a secret in every way, in a run of their own. */
final class SecretWatchTest {
  static final String PLANTED = "planted-R2D2-c3po-4711-q9Xw7Zt5";
  private static final Logger ours = Logger.getLogger("dev.tms.planted");

  @Test
  void run_secretPrinted_isFound() {
    assertThat(leaksOf(Prints.class)).singleElement().asString().contains("printed ***");
  }

  @Test
  void run_secretOnStandardError_isFound() {
    assertThat(leaksOf(PrintsError.class)).singleElement().asString().contains("error ***");
  }

  @Test
  void run_secretLoggedAtTheFinestLevel_isFound() {
    assertThat(leaksOf(Logs.class)).singleElement().asString().contains("logged ***");
  }

  @Test
  void run_secretInTheTraceOfALogRecord_isFound() {
    assertThat(leaksOf(LogsAnException.class)).isNotEmpty();
  }

  @Test
  void run_secretInAFailingTest_isFound() {
    assertThat(leaksOf(Throws.class)).isNotEmpty();
  }

  @Test
  void run_secretInAnUncaughtException_isFound() {
    assertThat(leaksOf(Dies.class)).isNotEmpty();
  }

  @Test
  void run_noSecretWritten_findsNothing() {
    assertThat(leaksOf(Behaves.class)).isEmpty();
  }

  @Test
  void issued_byAProvider_isHandedIn() {
    Watch watch = new Watch();
    java.util.function.Consumer<String> watcher = watch::add;
    IssuedSecrets.tell(watcher);
    try (TestProvider provider = TestProvider.builder().start()) {
      provider.register(
          TestClient.confidential("an app", "its + secret").redirectUri("http://x/y").build());
    } finally {
      IssuedSecrets.forget(watcher);
    }
    watch.write(
        "log",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(
                    "an+app:its+%2B+secret".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    watch.write("log", "as a form has it: its+%2B+secret");
    watch.write("log", "as it is: its + secret");

    assertThat(watch.leaks()).hasSize(3);
  }

  @Test
  void randoms_ofTheSizeOfSecrets_areHandedIn() throws Exception {
    Watch watch = new Watch();
    SecureRandom random = SecureRandom.getInstance("WatchedRandom", new WatchedRandoms(watch::add));
    byte[] key = new byte[32];
    byte[] number = new byte[8];
    random.nextBytes(key);
    random.nextBytes(number);

    assertThat(watch.secrets()).isEqualTo(3);
    watch.write("log", "in hex: " + HexFormat.of().formatHex(key));
    watch.write("log", Base64.getUrlEncoder().withoutPadding().encodeToString(key));
    watch.write("log", HexFormat.of().formatHex(number));
    assertThat(watch.leaks()).hasSize(2);
    assertThat(key).isNotEqualTo(new byte[32]);
  }

  private static List<String> leaksOf(Class<?> tests) {
    Watch watch = new Watch();
    watch.add(PLANTED);
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .addTestExecutionListeners(new SecretWatch(watch, false))
            .build();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(tests))
            .configurationParameter("planted", "true")
            .build();
    LauncherFactory.create(config).execute(request);
    return watch.leaks();
  }

  // nested in private, so that no other run finds them

  static final class Prints {
    @Test
    void leak() {
      System.out.println("printed " + PLANTED);
    }
  }

  static final class PrintsError {
    @Test
    void leak() {
      System.err.print("error ");
      System.err.println(PLANTED);
    }
  }

  static final class Logs {
    @Test
    void leak() {
      ours.log(Level.FINEST, "logged {0}", PLANTED);
    }
  }

  static final class LogsAnException {
    @Test
    void leak() {
      ours.log(Level.FINE, "broken", new IllegalStateException(PLANTED));
    }
  }

  static final class Throws {
    @Test
    void leak() {
      throw new IllegalStateException(new IllegalArgumentException("cause: " + PLANTED));
    }
  }

  static final class Dies {
    @Test
    void leak() throws InterruptedException {
      Thread thread =
          new Thread(
              () -> {
                throw new IllegalStateException(PLANTED);
              });
      thread.start();
      thread.join();
    }
  }

  static final class Behaves {
    @Test
    void noLeak() {
      System.out.println("nothing to see");
      ours.info("nothing to see");
    }
  }
}
