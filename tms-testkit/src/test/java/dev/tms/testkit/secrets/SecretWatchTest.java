package dev.tms.testkit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The watch can fail: classes that leak a secret in every way, each in a run of its own. */
final class SecretWatchTest {
  static final String PLANTED = "planted-R2D2-c3po-4711-q9Xw7Zt5";
  private static final Logger ours = Logger.getLogger("dev.tms.planted");

  @Test
  void run_secretPrinted_isFound() {
    assertThat(toldOf(Prints.class)).contains("printed ***");
  }

  @Test
  void run_secretOnStandardError_isFound() {
    assertThat(toldOf(PrintsError.class)).contains("error ***");
  }

  @Test
  void run_secretLoggedAtTheFinestLevel_isFound() {
    assertThat(toldOf(Logs.class)).contains("logged ***");
  }

  @Test
  void run_secretInTheTraceOfALogRecord_isFound() {
    assertThat(toldOf(LogsAnException.class)).isNotEmpty();
  }

  @Test
  void run_secretInAFailingTest_isFound() {
    assertThat(toldOf(Throws.class)).isNotEmpty();
  }

  @Test
  void run_secretInAnUncaughtException_isFound() {
    assertThat(toldOf(Dies.class)).isNotEmpty();
  }

  @Test
  void run_secretWrittenByAnotherProcess_isFound() {
    assertThat(toldOf(Searches.class)).contains("elsewhere ***");
  }

  @Test
  void run_noSecretWritten_findsNothing() {
    assertThat(toldOf(Behaves.class)).isEmpty();
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
        "Basic " + Base64.getEncoder().encodeToString("an+app:its+%2B+secret".getBytes(UTF_8)));
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

  /** What the watch says after a class of tests that runs on its own; empty where it is content. */
  private static String toldOf(Class<?> tests) {
    SecretWatch.watch().add(PLANTED);
    LauncherConfig config =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .enableLauncherSessionListenerAutoRegistration(false)
            .build();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create(config)
        .execute(
            LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build(),
            summary);
    return summary.getSummary().getFailures().stream()
        .map(failure -> String.valueOf(failure.getException().getMessage()))
        .filter(message -> message.startsWith("secrets were written"))
        .collect(Collectors.joining());
  }

  // nested in private, so that no other run finds them

  @ExtendWith(SecretWatch.class)
  static final class Prints {
    @Test
    void leak() {
      System.out.println("printed " + PLANTED);
    }
  }

  @ExtendWith(SecretWatch.class)
  static final class Searches {
    @Test
    void leak() {
      SecretWatch.search(("elsewhere " + PLANTED).getBytes(UTF_8));
    }
  }

  @ExtendWith(SecretWatch.class)
  static final class PrintsError {
    @Test
    void leak() {
      System.err.print("error ");
      System.err.println(PLANTED);
    }
  }

  @ExtendWith(SecretWatch.class)
  static final class Logs {
    @Test
    void leak() {
      ours.log(Level.FINEST, "logged {0}", PLANTED);
    }
  }

  @ExtendWith(SecretWatch.class)
  static final class LogsAnException {
    @Test
    void leak() {
      ours.log(Level.FINE, "broken", new IllegalStateException(PLANTED));
    }
  }

  @ExtendWith(SecretWatch.class)
  static final class Throws {
    @Test
    void leak() {
      throw new IllegalStateException(new IllegalArgumentException("cause: " + PLANTED));
    }
  }

  @ExtendWith(SecretWatch.class)
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

  @ExtendWith(SecretWatch.class)
  static final class Behaves {
    @Test
    void noLeak() {
      System.out.println("nothing to see");
      ours.info("nothing to see");
    }
  }
}
