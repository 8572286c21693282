package dev.tms.testkit;

import dev.tms.testkit.browser.TestBrowser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides JUnit tests with a {@link TestProvider} and with {@link TestBrowser}s without cookies,
 * both as parameters.
 *
 * <p>The provider lives as long as the class in a static {@code @RegisterExtension} field or with
 * {@code @ExtendWith} on the class, and as long as one test in an instance field. Before each test,
 * its faults are ended and its log is cleared.
 */
public final class TestProviderExtension
    implements BeforeAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        AfterAllCallback,
        ParameterResolver {
  private final TestProviderBuilder builder;
  private @Nullable TestProvider provider;
  private @Nullable String startedBy;

  /**
   * Creates a provider with the client {@code app}/{@code secret} and the redirect URI {@code
   * http://localhost:8080/callback}.
   */
  public TestProviderExtension() {
    this(
        TestProvider.builder()
            .client(
                TestClient.confidential("app", "secret")
                    .redirectUri("http://localhost:8080/callback")
                    .build()));
  }

  /** Creates a provider with this builder. */
  public TestProviderExtension(TestProviderBuilder builder) {
    this.builder = builder;
  }

  /**
   * Returns the provider.
   *
   * @throws IllegalStateException outside of tests
   */
  public TestProvider provider() {
    if (provider == null) {
      throw new IllegalStateException("the provider runs during tests only");
    }
    return provider;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    startUnlessRunning(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    startUnlessRunning(context);
    provider().behave().clearRequests();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stopIfStartedBy(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stopIfStartedBy(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestProvider.class || type == TestBrowser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    startUnlessRunning(context);
    return parameter.getParameter().getType() == TestProvider.class
        ? provider()
        : new TestBrowser();
  }

  private void startUnlessRunning(ExtensionContext context) {
    if (provider == null) {
      provider = builder.start();
      startedBy = context.getUniqueId();
    }
  }

  private void stopIfStartedBy(ExtensionContext context) {
    if (provider != null && context.getUniqueId().equals(startedBy)) {
      provider.close();
      provider = null;
      startedBy = null;
    }
  }
}
