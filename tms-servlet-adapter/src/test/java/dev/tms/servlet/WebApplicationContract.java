package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that name a configuration file, and are set up without a line of code. */
abstract class WebApplicationContract {
  private static final String FRONT_END = "http://localhost:7183/";
  private static final String CONTEXT_PARAMETERS =
      """
      <context-param>
        <param-name>dev.tms.config</param-name>
        <param-value>%s</param-value>
      </context-param>
      <context-param>
        <param-name>dev.tms.protect</param-name>
        <param-value>
          /account/*
          /api/*, *.do
        </param-value>
      </context-param>
      """;

  private static final Map<String, String> SCRIPT = Map.of("Accept", "*/*");

  @TempDir private Path folder;
  private final TestProvider provider = TestProvider.builder().start();
  private Container.OfFolders container;
  private Path config;
  private String base;

  abstract Container.OfFolders container() throws Exception;

  @BeforeEach
  void startContainer() throws Exception {
    container = container();
    base = container.origin() + "/shop";
    provider.register(
        TestClient.confidential("shop", "secret")
            .redirectUri(base + "/callback")
            .postLogoutRedirectUri(base + "/Auth/LoggedOut")
            .build());
    config = Files.writeString(folder.resolve("tms.json"), configuration(base));
  }

  @AfterEach
  void stop() {
    container.close();
    provider.close();
  }

  private String configuration(String publicUrl) {
    return """
    { "Client": { "Authority": "%s", "ClientId": "shop", "ClientSecret": "secret",
                  "Scopes": ["openid", "profile"] },
      "FrontEnd": { "FrontEndRedirectUrl": "%s" },
      "Tenants": { "Mode": "single" },
      "Keys": { "File": "keys.json" },
      "Server": { "PublicUrl": "%s" } }
    """
        .formatted(provider.issuer(), FRONT_END, publicUrl);
  }

  private void deploy(String webXml) throws Exception {
    Path application = folder.resolve("application");
    Files.createDirectories(application.resolve("WEB-INF"));
    Files.writeString(
        application.resolve("WEB-INF").resolve("web.xml"),
        """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        %s
          <servlet>
            <servlet-name>who</servlet-name>
            <servlet-class>dev.tms.servlet.WhoServlet</servlet-class>
          </servlet>
          <servlet-mapping>
            <servlet-name>who</servlet-name>
            <url-pattern>/</url-pattern>
          </servlet-mapping>
        </web-app>
        """
            .formatted(webXml));
    container.deploy("/shop", application);
  }

  private void assertProtectsAndSignsIn() {
    assertThat(new TestBrowser().get(URI.create(base + "/account/x"), SCRIPT).status())
        .isEqualTo(401);
    assertThat(new TestBrowser().get(base + "/account/..;/x").status()).isEqualTo(400);
    TestBrowser browser = new TestBrowser();
    URI page = URI.create(base + "/account/x");
    Page login = browser.get(page, Map.of("Accept", "text/html"));
    Page end = browser.follow(browser.submitLogin(browser.follow(login), "alice", "alice"));

    assertThat(end.uri()).isEqualTo(page);
    assertThat(end.body()).contains("principal=user-alice", "signedIn=true");
  }

  @Test
  void webXml_filterWithParameters_protectsAndSignsIn() throws Exception {
    deploy(
        """
        <filter>
          <filter-name>tms</filter-name>
          <filter-class>dev.tms.servlet.TmsFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param>
            <param-name>dev.tms.config</param-name>
            <param-value>%s</param-value>
          </init-param>
          <init-param>
            <param-name>dev.tms.protect</param-name>
            <param-value>/account/*</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>tms</filter-name>
          <url-pattern>/*</url-pattern>
        </filter-mapping>
        """
            .formatted(config));

    assertProtectsAndSignsIn();
    assertThat(new TestBrowser().get(base + "/x.do").status()).isEqualTo(200);
  }

  @Test
  void contextParameter_alone_addsFilter() throws Exception {
    deploy(CONTEXT_PARAMETERS.formatted(config));

    assertProtectsAndSignsIn();
    assertThat(new TestBrowser().get(URI.create(base + "/api/x"), SCRIPT).status()).isEqualTo(401);
    assertThat(new TestBrowser().get(URI.create(base + "/x.do"), SCRIPT).status()).isEqualTo(401);
  }

  @Test
  void contextParameter_withFilterInWebXml_isReadByThatFilterAlone() throws Exception {
    deploy(
        CONTEXT_PARAMETERS.formatted(config)
            + """
            <filter>
              <filter-name>own</filter-name>
              <filter-class>dev.tms.servlet.TmsFilter</filter-class>
              <init-param>
                <param-name>dev.tms.protect</param-name>
                <param-value>/account/*</param-value>
              </init-param>
            </filter>
            <filter-mapping>
              <filter-name>own</filter-name>
              <url-pattern>/*</url-pattern>
            </filter-mapping>
            """);

    assertProtectsAndSignsIn();
    assertThat(new TestBrowser().get(base + "/api/x").status()).isEqualTo(200);
  }

  @Test
  void contextParameters_ofTheProtection_areInForce() throws Exception {
    deploy(
        CONTEXT_PARAMETERS.formatted(config)
            + parameter("dev.tms.permit", "/account/open/*")
            + parameter("dev.tms.origin-check", "off")
            + parameter("dev.tms.no-store", "off"));
    TestBrowser browser = new TestBrowser();
    Page login = browser.get(URI.create(base + "/account/x"), Map.of("Accept", "text/html"));
    browser.follow(browser.submitLogin(browser.follow(login), "alice", "alice"));
    Map<String, String> elsewhere = Map.of("Origin", "https://evil.example");

    Page written = browser.send("PUT", URI.create(base + "/account/x"), elsewhere, null);
    Page read = browser.get(base + "/account/x");

    assertThat(written.status()).isEqualTo(405); // of the servlet
    assertThat(read.header("Cache-Control")).contains("private");
    assertThat(new TestBrowser().get(base + "/account/open/x").status()).isEqualTo(200);
  }

  private static String parameter(String name, String value) {
    return """
    <context-param>
      <param-name>%s</param-name>
      <param-value>%s</param-value>
    </context-param>
    """
        .formatted(name, value);
  }

  @Test
  void contextParameter_absent_addsNothing() throws Exception {
    deploy("");

    assertThat(new TestBrowser().get(base + "/account/x").body()).isEqualTo("no filter");
    assertThat(new TestBrowser().get(base + "/Session/CheckSession").body()).isEqualTo("no filter");
  }

  @Test
  void configuration_notValid_keepsApplicationFromStarting() throws Exception {
    Files.writeString(config, "{ \"Client\": { \"ClientIdd\": \"shop\" } }");

    assertThatThrownBy(() -> deploy(CONTEXT_PARAMETERS.formatted(config)))
        .isInstanceOf(Exception.class);
    assertThat(new TestBrowser().get(base + "/account/x").status()).isNotEqualTo(200);
  }

  @Test
  void publicUrl_outsideOfContextPath_keepsApplicationFromStarting() throws Exception {
    Files.writeString(config, configuration(container.origin() + "/other"));

    assertThatThrownBy(() -> deploy(CONTEXT_PARAMETERS.formatted(config)))
        .isInstanceOf(Exception.class);
    assertThat(new TestBrowser().get(base + "/account/x").status()).isNotEqualTo(200);
  }
}
