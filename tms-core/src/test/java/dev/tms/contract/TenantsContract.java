package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Customers: a fixed table, and a directory that is asked over HTTP. */
abstract class TenantsContract extends Topic {
  private static final Variant FIXED =
      Variant.with(
          builder ->
              builder.tenants(
                  TenantDirectory.fixed(
                      List.of(
                          new Tenant(new CustomerDomain("acme.cloud.test"), "idp:acme", true),
                          Tenant.of(new CustomerDomain("plain.cloud.test"))))));

  private HttpServer directory;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status;
  private volatile String body;

  @BeforeEach
  void startDirectory() throws IOException {
    directory = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    directory.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Citrix-ApplicationId"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    directory.start();
    status = 200;
    body =
        "{\"services\":[],\"authScopes\":[\"x\"],\"clientSettings\":{\"customerDomain\":\"acme.cloud.test\",\"authDomain\":\"a\",\"promptLoginEnabled\":true,\"acr_values\":\"idp:one"
            + " two\"}}";
  }

  @AfterEach
  void stopDirectory() {
    directory.stop(0);
  }

  private Site discovering() throws Exception {
    String template =
        "http://localhost:"
            + directory.getAddress().getPort()
            + "/{customerDomain}/citrixapi/discovery/configurations";
    return site(
        Variant.with(
            builder ->
                builder.tenants(
                    DiscoverySettings.defaults()
                        .withUrlTemplate(template)
                        .withApplicationId("app-7"))));
  }

  private static Map<String, String> asksFor(Page page) {
    return Site.query(page.location().orElseThrow());
  }

  @Test
  void fixed_knownTenant_itsSettingsWinOverTheCallers() throws Exception {
    Page page =
        site(FIXED)
            .raw(
                "GET",
                "/Auth/Domains/acme.cloud.test/BeginLogin?acr_values=idp:other&prompt=consent");

    assertThat(asksFor(page)).containsEntry("acr_values", "idp:acme");
    assertThat(asksFor(page).get("prompt").split(" "))
        .containsExactlyInAnyOrder("login", "consent");
  }

  @Test
  void fixed_tenantWithoutSettings_callersCount() throws Exception {
    Page page =
        site(FIXED).raw("GET", "/Auth/Domains/plain.cloud.test/BeginLogin?acr_values=idp:other");

    assertThat(asksFor(page)).containsEntry("acr_values", "idp:other").doesNotContainKey("prompt");
  }

  @Test
  void fixed_unknownTenant_is404() throws Exception {
    Page page = site(FIXED).raw("GET", "/Auth/Domains/other.cloud.test/BeginLogin");
    Page json =
        site(FIXED)
            .raw("GET", "/Auth/Domains/other.cloud.test/BeginLogin", "Accept", "application/json");

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("tenant_unknown").doesNotContain("other.cloud.test");
    assertThat(code(json)).isEqualTo("tenant_unknown");
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void fixed_noDomain_is400() throws Exception {
    Page json = site(FIXED).raw("GET", "/Auth/BeginLogin", "Accept", "application/json");

    assertThat(json.status()).isEqualTo(400);
    assertThat(code(json)).isEqualTo("domain_required");
  }

  @Test
  void discovery_knownTenant_itsSettingsReachTheProvider() throws Exception {
    Site site = discovering();

    Page page = site.raw("GET", "/Auth/Domains/Acme.cloud.test/BeginLogin?acr_values=mine");

    assertThat(asksFor(page))
        .containsEntry("acr_values", "idp:one two")
        .containsEntry("prompt", "login");
    assertThat(asked).containsExactly("/acme.cloud.test/citrixapi/discovery/configurations app-7");
  }

  @Test
  void discovery_askedAgainWithinFiveMinutes_remembers() throws Exception {
    Site site = discovering();
    site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin");
    pass(Duration.ofSeconds(299));
    site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin");
    assertThat(asked).hasSize(1);

    pass(Duration.ofSeconds(2));
    site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin");

    assertThat(asked).hasSize(2);
  }

  @Test
  void discovery_404_isAnUnknownTenantForHalfAMinute() throws Exception {
    Site site = discovering();
    status = 404;

    assertThat(site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin").status()).isEqualTo(404);
    status = 200;
    assertThat(site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin").status()).isEqualTo(404);
    pass(Duration.ofSeconds(31));
    assertThat(site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin").status()).isEqualTo(302);
  }

  @Test
  void discovery_failure_is503ForFiveSeconds() throws Exception {
    Site site = discovering();
    status = 500;

    Page page =
        site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin", "Accept", "application/json");

    assertThat(page.status()).isEqualTo(503);
    assertThat(code(page)).isEqualTo("tenant_unavailable");
    assertThat(Integer.parseInt(page.header("Retry-After").orElseThrow())).isBetween(1, 5);
    status = 200;
    pass(Duration.ofSeconds(6));
    assertThat(site.raw("GET", "/Auth/Domains/acme.cloud.test/BeginLogin").status()).isEqualTo(302);
  }

  @Test
  void discovery_noDomain_is400AndAsksNobody() throws Exception {
    Site site = discovering();

    Page page = new TestBrowser().post(site.at("/Auth/BeginLogin"), Map.of("CustomerDomain", ""));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.body()).contains("domain_required");
    assertThat(asked).isEmpty();
  }

  @Test
  void discovery_wholeLogin_sessionNamesTheDomain() throws Exception {
    Site site = discovering();
    TestBrowser browser = new TestBrowser();

    Page page = site.login(browser, "/Auth/Domains/acme.cloud.test/BeginLogin", "alice");

    assertThat(page.location()).contains(URI.create(site.frontEnd));
    assertThat(site.checkSession(browser).json())
        .containsEntry("workspaceDomain", "acme.cloud.test");
  }

  @Test
  void single_domainThatIsNotListed_isNotKept() throws Exception {
    TestBrowser listed = new TestBrowser();
    plain().login(listed, "/Auth/Domains/acme.cloud.test/BeginLogin", "alice");
    TestBrowser madeUp = new TestBrowser();
    plain().login(madeUp, "/Auth/Domains/acme.cloud.example/BeginLogin", "alice");

    assertThat(plain().checkSession(listed).json())
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", "acme.cloud.test");
    assertThat(plain().checkSession(madeUp).json())
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", null);
  }
}
