package dev.tms.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker of the documentation, which has neither users nor a web layer. */
final class InvoiceWorkerTest {
  @TempDir Path folder;

  private static TestProvider provider() {
    return TestProvider.builder()
        .client(
            TestClient.confidential("invoice-worker", "s3cret").scopes("invoices.write").build())
        .start();
  }

  private Path secret() throws Exception {
    return Files.writeString(folder.resolve("secret"), "s3cret\n");
  }

  @Test
  void send_twoInvoices_takesOneToken() throws Exception {
    try (TestProvider provider = provider();
        Api api = new Api();
        InvoiceWorker worker = new InvoiceWorker(provider.issuer(), secret())) {
      api.accepts = provider::isAccessTokenLive;

      assertThat(worker.send(api.uri(), "{\"no\":1}")).isEqualTo(200);
      assertThat(worker.send(api.uri(), "{\"no\":2}")).isEqualTo(200);
      assertThat(api.bodies()).containsExactly("{\"no\":1}", "{\"no\":2}");
      assertThat(provider.count(RequestKind.TOKEN_CLIENT_CREDENTIALS)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("Usable without any user-session part: those classes are not even there")
  void send_withoutTheClassesOfUserSessions_works() throws Exception {
    try (TestProvider provider = provider();
        Api api = new Api();
        WorkerClasses classes = new WorkerClasses()) {
      assertThatThrownBy(() -> classes.loadClass("dev.tms.session.Session"))
          .isInstanceOf(ClassNotFoundException.class);
      Class<?> type = classes.loadClass(InvoiceWorker.class.getName());
      Object worker =
          type.getConstructor(String.class, Path.class).newInstance(provider.issuer(), secret());

      Object status =
          type.getMethod("send", URI.class, String.class).invoke(worker, api.uri(), "{}");

      assertThat(type).isNotEqualTo(InvoiceWorker.class);
      assertThat(status).isEqualTo(200);
      type.getMethod("close").invoke(worker);
    }
  }

  @Test
  void documentation_showsThisExample() throws Exception {
    String documentation = Files.readString(Path.of("..", "docs", "machine-tokens.md"));
    String source = Files.readString(Path.of("src/test/java/dev/tms/machine/InvoiceWorker.java"));

    assertThat(documentation).contains(source.substring(source.indexOf("public final class")));
  }

  /** The class path of this test, less the rooms that know users or the web, and servlets. */
  private static final class WorkerClasses extends URLClassLoader {
    private static final Set<String> ABSENT =
        Set.of(
            "session",
            "policy",
            "web",
            "tenant",
            "oidc",
            "login",
            "refresh",
            "logout",
            "endpoint",
            "relay",
            "config");

    WorkerClasses() throws MalformedURLException {
      super(classPath(), ClassLoader.getPlatformClassLoader());
    }

    private static URL[] classPath() throws MalformedURLException {
      List<URL> urls = new ArrayList<>();
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      for (String entry : path.split(File.pathSeparator)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
      return urls.toArray(new URL[0]);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String[] parts = name.split("\\.");
      boolean absent =
          name.startsWith("jakarta.") || (name.startsWith("dev.tms.") && ABSENT.contains(parts[2]));
      if (absent) {
        throw new ClassNotFoundException(name);
      }
      return super.findClass(name);
    }
  }
}
