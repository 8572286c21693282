package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Readiness;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import io.undertow.Undertow;
import io.undertow.server.handlers.PathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The initializer on Undertow, which has to be informed of it. */
final class UndertowInitializerTest {
  @TempDir private Path folder;
  private final PathHandler applications = new PathHandler();
  private final Undertow server =
      Undertow.builder().addHttpListener(0, "localhost").setHandler(applications).build();
  private final TestProvider provider = TestProvider.builder().start();

  UndertowInitializerTest() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
    provider.close();
  }

  @Test
  void initializer_configured_protectsAndSignsIn() throws Exception {
    deploy(application().addInitParameter(TmsFilter.CONFIG, configuration().toString()));
    TestBrowser browser = new TestBrowser();

    Page login = browser.get(account(), Map.of("Accept", "text/html"));
    Page end = browser.follow(browser.submitLogin(browser.follow(login), "alice", "alice"));

    assertThat(new TestBrowser().get(account(), Map.of("Accept", "*/*")).status()).isEqualTo(401);
    assertThat(end.body()).contains("principal=user-alice", "signedIn=true");
  }

  @Test
  void service_madeByTheFilter_hasReadiness() throws Exception {
    ServletContext context =
        deploy(application().addInitParameter(TmsFilter.CONFIG, configuration().toString()));
    new TestBrowser().get(account()); // Undertow initializes filters with the first request

    assertThat(TmsFilter.service(context).readiness().state()).isEqualTo(Readiness.State.UP);
  }

  @Test
  void initializer_notConfigured_doesNothing() throws Exception {
    deploy(application());

    assertThat(new TestBrowser().get(account()).body()).isEqualTo("no filter");
  }

  private URI account() {
    return URI.create(origin() + "/account/x");
  }

  private String origin() {
    InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
    return "http://localhost:" + address.getPort();
  }

  private static DeploymentInfo application() {
    return Servlets.deployment()
        .setClassLoader(UndertowInitializerTest.class.getClassLoader())
        .setDeploymentName("shop")
        .setContextPath("/")
        .addInitParameter(TmsFilter.PROTECT, "/account/*")
        .addServlet(Servlets.servlet(WhoServlet.class).addMapping("/*").setAsyncSupported(true))
        .addServletContainerInitializer(
            new ServletContainerInitializerInfo(
                TmsInitializer.class,
                new ImmediateInstanceFactory<>(new TmsInitializer()),
                Set.of()));
  }

  private ServletContext deploy(DeploymentInfo application) throws ServletException {
    DeploymentManager manager = Servlets.newContainer().addDeployment(application);
    manager.deploy();
    applications.addPrefixPath("/", manager.start());
    return manager.getDeployment().getServletContext();
  }

  private Path configuration() throws IOException {
    provider.register(
        TestClient.confidential("shop", "secret")
            .redirectUri(origin() + "/callback")
            .postLogoutRedirectUri(origin() + "/Auth/LoggedOut")
            .build());
    return Files.writeString(
        folder.resolve("tms.json"),
        """
        { "Client": { "Authority": "%s", "ClientId": "shop", "ClientSecret": "secret",
                      "Scopes": ["openid", "profile"] },
          "FrontEnd": { "FrontEndRedirectUrl": "%s/" },
          "Tenants": { "Mode": "single" },
          "Keys": { "File": "keys.json" },
          "Server": { "PublicUrl": "%2$s" } }
        """
            .formatted(provider.issuer(), origin()));
  }
}
