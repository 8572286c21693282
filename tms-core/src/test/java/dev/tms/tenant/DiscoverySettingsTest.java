package dev.tms.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscoverySettingsTest {
  private static final DiscoverySettings DEFAULTS = DiscoverySettings.defaults();
  private static final CustomerDomain ACME = new CustomerDomain("acme.cloud.test");

  @Test
  void defaults_areTheOriginals() {
    assertThat(DEFAULTS.urlTemplate())
        .isEqualTo("https://{customerDomain}/citrixapi/discovery/configurations");
    assertThat(DEFAULTS.timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(DEFAULTS.applicationId()).isNull();
    assertThat(DEFAULTS.allowedDomains()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://{customerDomain}/x,https://acme.cloud.test/x",
    "https://{customerDomain}:8443/x,https://acme.cloud.test:8443/x",
    "https://{customerDomain}.dir.test/x,https://acme.cloud.test.dir.test/x",
    "https://dir.test/{customerDomain}/x,https://dir.test/acme.cloud.test/x",
    "https://dir.test/x?d={customerDomain},https://dir.test/x?d=acme.cloud.test",
    "https://dir.test?d={customerDomain},https://dir.test?d=acme.cloud.test",
    "http://127.0.0.1:9000/{customerDomain},http://127.0.0.1:9000/acme.cloud.test",
    "http://localhost:9000/{customerDomain},http://localhost:9000/acme.cloud.test",
  })
  void withUrlTemplate_goodTemplate_isFilledIn(String template, String url) {
    DiscoverySettings settings = DEFAULTS.withUrlTemplate(template);

    assertThat(settings.urlFor(ACME)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://dir.test/x",
        "{customerDomain}",
        "//{customerDomain}/x",
        "ftp://{customerDomain}/x",
        "http://{customerDomain}/x",
        "http://dir.test/{customerDomain}",
        "http://localhost.evil.test/{customerDomain}",
        "https://user@{customerDomain}/x",
        "https://{customerDomain}@dir.test/x",
        "https://{customerDomain}/x#y",
        "https://dir.test/x#{customerDomain}",
        "https://{customerDomain}/{other}",
        "https://dir.test:{customerDomain}/",
        "https://{customerdomain}/x",
        "https://dir test/{customerDomain}",
        "https:{customerDomain}",
      })
  void withUrlTemplate_otherTemplate_isRefused(String template) {
    assertThatThrownBy(() -> DEFAULTS.withUrlTemplate(template).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "cloud.test,acme.cloud.test,true",
    "CLOUD.Test,acme.cloud.test,true",
    "acme.cloud.test,acme.cloud.test,true",
    "other.cloud.test,acme.cloud.test,false",
    "loud.test,acme.cloud.test,false",
    "cme.cloud.test,acme.cloud.test,false",
    "cloud.tes,acme.cloud.test,false",
    "cloud.test.example,acme.cloud.test,false",
    "x.acme.cloud.test,acme.cloud.test,false",
    "*.cloud.test,acme.cloud.test,true",
    "*.CLOUD.test,acme.cloud.test,true",
    "*.loud.test,acme.cloud.test,false",
    "*.acme.cloud.test,acme.cloud.test,false",
    "*.cloud.test.example,acme.cloud.test,false",
  })
  @DisplayName("Lesson 6: allowed domains are compared by label")
  void allows_domain_byLabel(String allowed, String domain, boolean expected) {
    DiscoverySettings settings = DEFAULTS.withAllowedDomains(List.of(allowed, "another.example"));

    assertThat(settings.allows(new CustomerDomain(domain))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "acme.cloud.com,true",
    "acme.cloud.us,true",
    "acme.citrixcloud.jp,true",
    "acme.cloud.jp,false",
    "acme.cloud.test,false",
    "acme.notcloud.com,false",
  })
  void allows_originalTemplate_itsDomains(String domain, boolean expected) {
    assertThat(DEFAULTS.allows(new CustomerDomain(domain))).isEqualTo(expected);
    assertThat(DEFAULTS.needsAllowedDomains()).isFalse();
  }

  @Test
  void allows_originalTemplateAndOtherDomains_theseOnly() {
    DiscoverySettings settings = DEFAULTS.withAllowedDomains(List.of("*.cloud.test"));

    assertThat(settings.allows(ACME)).isTrue();
    assertThat(settings.allows(new CustomerDomain("acme.cloud.com"))).isFalse();
  }

  @Test
  void allows_hostOfTheTemplateIsFixed_isEverything() {
    assertThat(DEFAULTS.withUrlTemplate("https://dir.test/{customerDomain}").allows(ACME)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://{customerDomain}/x,true",
    "https://{customerDomain}:8443/citrixapi/discovery/configurations,true",
    "https://{customerDomain}.dir.test/x,true",
    "https://dir-{customerDomain}/x,true",
    "https://dir.test/{customerDomain},false",
    "https://dir.test?d={customerDomain},false",
  })
  void needsAllowedDomains_callersWouldChooseTheHost(String template, boolean needed) {
    DiscoverySettings settings = DEFAULTS.withUrlTemplate(template);

    assertThat(settings.needsAllowedDomains()).isEqualTo(needed);
    assertThat(settings.allows(ACME)).isEqualTo(!needed);
    assertThat(settings.withAllowedDomains(List.of("*.cloud.test")).needsAllowedDomains())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-.cloud.test", "acme.b-.test"})
  void allows_nameThatNoHostCanHave_dependsOnWhereItStands(String name) {
    CustomerDomain domain = new CustomerDomain(name);

    assertThat(DEFAULTS.withAllowedDomains(List.of("cloud.test", "acme.b-x.test")).allows(domain))
        .isFalse();
    assertThat(DEFAULTS.withUrlTemplate("https://dir.test/{customerDomain}").allows(domain))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "test",
        "*.test",
        "*",
        "*.",
        "**.cloud.test",
        "*.*.test",
        "a*.cloud.test",
        "cloud.*.test",
        "*.1.2.3.4",
        ".cloud.test",
        "cloud.test.",
        "https://cloud.test",
        "1.2.3.4",
        "cloud test.x",
        "cloud.test/",
        "[::1]",
      })
  @DisplayName("Lesson 7: an allowed domain that would match nothing fails at start-up")
  void withAllowedDomains_otherThanAName_isRefused(String text) {
    assertThatThrownBy(() -> DEFAULTS.withAllowedDomains(List.of(text)).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nX: y", "\u00E9"})
  void withApplicationId_notPrintable_isRefused(String id) {
    assertThatThrownBy(() -> DEFAULTS.withApplicationId(id).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withTimeout_notPositive_isRefused() {
    assertThatThrownBy(() -> DEFAULTS.withTimeout(Duration.ZERO).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DEFAULTS.withTimeout(Duration.ofSeconds(-1)).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
