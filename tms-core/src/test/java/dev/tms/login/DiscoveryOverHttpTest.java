package dev.tms.login;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.tms.http.NetworkSettings;
import dev.tms.login.CachedDirectory.DiscoveryDirectory;
import dev.tms.outbound.HttpClientSender;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory that is down, slow, or answers nonsense: a typed outcome each. */
final class DiscoveryOverHttpTest {
  private static final CustomerDomain ACME = new CustomerDomain("acme.cloud.test");
  private static final String PATH = "/acme.cloud.test/configurations";
  private static final String DOCUMENT =
      "{\"clientSettings\":{\"acr_values\":\"urn:acr:1\",\"promptLoginEnabled\":true}}";

  private static final WireMockServer server =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void reset() {
    server.resetAll();
  }

  private static TenantLookup find(Duration timeout) {
    return find("http://127.0.0.1:" + server.port(), timeout);
  }

  private static TenantLookup find(String base, Duration timeout) {
    return new DiscoveryDirectory(
            DiscoverySettings.defaults()
                .withUrlTemplate(base + "/{customerDomain}/configurations")
                .withApplicationId("app-1")
                .withTimeout(timeout),
            HttpClientSender.of(null, NetworkSettings.DEFAULT))
        .find(ACME);
  }

  private static TenantLookup find() {
    return find(Duration.ofSeconds(20));
  }

  private static void answer(ResponseDefinitionBuilder response) {
    server.stubFor(get(urlEqualTo(PATH)).willReturn(response));
  }

  private static void assertUnavailable(TenantLookup lookup, String reason) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            failure -> assertThat(failure.reason()).contains(reason));
  }

  @Test
  void find_document_isFound() {
    answer(okJson(DOCUMENT));

    assertThat(find()).isEqualTo(new TenantLookup.Found(new Tenant(ACME, "urn:acr:1", true)));
    server.verify(
        getRequestedFor(urlEqualTo(PATH)).withHeader("Citrix-ApplicationId", equalTo("app-1")));
  }

  @Test
  void find_notFound_isUnknown() {
    answer(aResponse().withStatus(404).withBody("<html>no such customer</html>"));

    assertThat(find()).isEqualTo(new TenantLookup.Unknown());
  }

  @Test
  void find_directoryDown_isUnavailable() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    assertUnavailable(find("http://127.0.0.1:" + free, Duration.ofSeconds(20)), "NOT_CONNECTED");
  }

  @Test
  void find_slow_isUnavailable() {
    answer(okJson(DOCUMENT).withFixedDelay(20_000));

    assertUnavailable(find(Duration.ofMillis(300)), "TIMED_OUT");
  }

  @Test
  void find_bodyDripping_isUnavailable() {
    answer(okJson(DOCUMENT).withChunkedDribbleDelay(10, 20_000));

    assertUnavailable(find(Duration.ofMillis(300)), "TIMED_OUT");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void find_redirect_isUnavailableAndNotFollowed(int status) {
    answer(aResponse().withStatus(status).withHeader("Location", "/elsewhere"));
    server.stubFor(get(urlEqualTo("/elsewhere")).willReturn(okJson(DOCUMENT)));

    assertUnavailable(find(), "status " + status);
    server.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void find_html_isUnavailable() {
    answer(aResponse().withHeader("Content-Type", "text/html").withBody("<html></html>"));

    assertUnavailable(find(), "content type");
  }

  @Test
  void find_documentWithWrongContentType_isUnavailable() {
    answer(aResponse().withHeader("Content-Type", "text/plain").withBody(DOCUMENT));

    assertUnavailable(find(), "content type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "<html>", "[]", "{\"clientSettings\":{\"acr_values\":7}}"})
  void find_brokenOrOtherJson_isUnavailable(String body) {
    answer(aResponse().withHeader("Content-Type", "application/json").withBody(body));

    assertUnavailable(find(), "not a configuration document");
  }

  @Test
  void find_hugeBody_isUnavailable() {
    answer(okJson("{\"x\":\"" + "y".repeat(10_000_000) + "\"}"));

    assertUnavailable(find(), "TOO_LARGE");
  }

  @Test
  void find_bodyOfExactly64KiB_isRead() {
    String padding = "p".repeat(64 * 1024 - DOCUMENT.length() - ",\"p\":\"\"".length());
    String body = DOCUMENT.substring(0, DOCUMENT.length() - 1) + ",\"p\":\"" + padding + "\"}";
    answer(okJson(body));
    assertThat(find()).isInstanceOf(TenantLookup.Found.class);

    answer(okJson(body + " "));
    assertUnavailable(find(), "TOO_LARGE");
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void find_connectionBreaks_isUnavailable(Fault fault) {
    answer(aResponse().withFault(fault));

    assertThat(find()).isInstanceOf(TenantLookup.Unavailable.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 429, 500, 502, 503})
  void find_errorStatus_isUnavailable(int status) {
    answer(aResponse().withStatus(status).withBody(DOCUMENT));

    assertUnavailable(find(), "status " + status);
  }
}
