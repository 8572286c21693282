package dev.tms.login;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Header;
import dev.tms.login.CachedDirectory.DiscoveryDirectory;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.DiscoverySettings;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscoveryDirectoryTest {
  private static final CustomerDomain ACME = CustomerDomain.parse("Acme.Cloud.Com").orElseThrow();
  private static final String DOCUMENT = "{\"clientSettings\":{\"acr_values\":\"x\"}}";

  private final List<Call> calls = new ArrayList<>();
  private SendOutcome outcome = answer(200, "application/json", DOCUMENT);

  private static Answer answer(int status, String contentType, String body) {
    List<Header> headers =
        contentType == null ? List.of() : List.of(new Header("Content-Type", contentType));
    return new Answer(status, headers, body.getBytes(UTF_8));
  }

  private DiscoveryDirectory directory(DiscoverySettings settings) {
    return new DiscoveryDirectory(
        settings,
        call -> {
          calls.add(call);
          return outcome;
        });
  }

  private TenantLookup find() {
    return directory(DiscoverySettings.defaults()).find(ACME);
  }

  @Test
  void find_domain_asksItsOwnHost() {
    TenantLookup lookup =
        directory(DiscoverySettings.defaults().withApplicationId("app-1")).find(ACME);

    assertThat(lookup).isEqualTo(new TenantLookup.Found(new Tenant(ACME, "x", false)));
    Call call = calls.get(0);
    assertThat(call.method()).isEqualTo("GET");
    assertThat(call.uri()).hasToString("https://acme.cloud.com/citrixapi/discovery/configurations");
    assertThat(call.headers())
        .contains(
            new Header("Citrix-ApplicationId", "app-1"), new Header("Accept", "application/json"));
    assertThat(call.body()).isEmpty();
    assertThat(call.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(call.maxBytes()).isEqualTo(64 * 1024);
  }

  @Test
  void find_noApplicationId_sendsNoSuchHeader() {
    find();

    assertThat(calls.get(0).headers()).extracting(Header::name).containsExactly("Accept");
  }

  @Test
  void constructor_callersWouldChooseTheHost_isRefused() {
    DiscoverySettings open =
        DiscoverySettings.defaults().withUrlTemplate("https://{customerDomain}/x");

    assertThatThrownBy(() -> directory(open))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("list the allowed domains");
    assertThat(directory(open.withAllowedDomains(List.of("*.cloud.com"))).find(ACME))
        .isInstanceOf(TenantLookup.Found.class);
  }

  @Test
  void find_domainNotAllowed_isUnknownAndNotAsked() {
    TenantLookup lookup =
        directory(DiscoverySettings.defaults().withAllowedDomains(List.of("cloud.example")))
            .find(ACME);

    assertThat(lookup).isEqualTo(new TenantLookup.Unknown());
    assertThat(calls).isEmpty();
  }

  @Test
  void find_noDomain_isRequired() {
    assertThat(directory(DiscoverySettings.defaults()).find(null))
        .isEqualTo(new TenantLookup.DomainRequired());
    assertThat(calls).isEmpty();
  }

  @Test
  void find_notFound_isUnknown() {
    outcome = answer(404, "text/html", "<html>");

    assertThat(find()).isEqualTo(new TenantLookup.Unknown());
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 206, 301, 302, 307, 400, 401, 403, 410, 429, 500, 502, 503})
  void find_otherStatus_isUnavailable(int status) {
    outcome = answer(status, "application/json", DOCUMENT);

    assertThat(find()).isInstanceOf(TenantLookup.Unavailable.class);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-,true",
        "application/json,true",
        "APPLICATION/JSON; charset=utf-8,true",
        "application/vnd.example+json,true",
        "text/json,true",
        "text/html,false",
        "text/plain,false",
        "application/jsonp,false",
        "application/json-seq,false",
        "application/xml; x=application/json,false",
        "'',false",
      })
  void find_contentType_mustBeJson(String contentType, boolean found) {
    outcome = answer(200, contentType, DOCUMENT);

    assertThat(find() instanceof TenantLookup.Found).isEqualTo(found);
  }

  @Test
  void find_wrongDocument_isUnavailableAndDoesNotQuoteIt() {
    outcome = answer(200, "application/json", "{\"topsecret\":1}");

    assertThat(find())
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            failure -> {
              assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(5));
              assertThat(failure.reason()).doesNotContain("topsecret");
            });
  }

  @ParameterizedTest
  @EnumSource(SendFailure.Kind.class)
  void find_noAnswer_isUnavailable(SendFailure.Kind kind) {
    outcome = new SendFailure(kind, "detail");

    assertThat(find())
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            failure -> {
              assertThat(failure.reason()).contains(kind.name(), "detail");
              assertThat(failure.retryAfter())
                  .isEqualTo(Duration.ofSeconds(kind == SendFailure.Kind.BUSY ? 1 : 5));
            });
  }
}
