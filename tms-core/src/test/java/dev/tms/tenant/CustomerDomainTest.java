package dev.tms.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CustomerDomainTest {
  @ParameterizedTest
  @CsvSource({
    "acme.cloud.com,acme.cloud.com",
    "ACME.Cloud.COM,acme.cloud.com",
    "a1.b2.co,a1.b2.co",
    "a-.b-.com,a-.b-.com",
    "1-2.3-4.example,1-2.3-4.example",
  })
  void parse_threeParts_isLowerCase(String text, String value) {
    assertThat(CustomerDomain.parse(text)).map(CustomerDomain::value).contains(value);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "acme",
        "acme.com",
        "a.cloud.com",
        "acme.c.com",
        "acme.cloud.c",
        "acme.cloud.c0m",
        "acme.cloud.example.com",
        "-acme.cloud.com",
        "acme.-cloud.com",
        "acme..com",
        ".acme.cloud.com",
        "acme.cloud.com.",
        "acme.cloud.com\n",
        "\nacme.cloud.com",
        " acme.cloud.com",
        "acme.cloud.com ",
        "acme.cloud.com/",
        "acme.cloud.com:80",
        "acme.cloud.com#",
        "acme.cloud.com?x",
        "user@acme.cloud.com",
        "acme_x.cloud.com",
        "acme%2ecloud.com.com",
        "127.0.0.1",
        "b\u00FCcher.cloud.com",
        "\u212Acme.cloud.com",
        "acme\u3002cloud.com",
        "acme.cloud.com\u0000",
        "../..",
        "{customerDomain}",
      })
  void parse_anythingElse_isEmpty(String text) {
    assertThat(CustomerDomain.parse(text)).isEmpty();
  }

  @Test
  void parse_topLevelTooLong_isEmpty() {
    assertThat(CustomerDomain.parse("acme.cloud." + "c".repeat(63))).isPresent();
    assertThat(CustomerDomain.parse("acme.cloud." + "c".repeat(64))).isEmpty();
  }

  @Test
  void parse_longerThanAnyDomainName_isEmpty() {
    assertThat(CustomerDomain.parse("a".repeat(243) + ".cloud.com")).isPresent();
    assertThat(CustomerDomain.parse("a".repeat(244) + ".cloud.com")).isEmpty();
  }

  @Test
  void constructor_upperCase_isRefused() {
    assertThatThrownBy(() -> new CustomerDomain("Acme.cloud.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
