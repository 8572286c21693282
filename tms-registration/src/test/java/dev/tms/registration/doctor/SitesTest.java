package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Origin;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SitesTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.example.com, https://login.example.com, true",
    "https://app.example.com, http://login.example.com, false",
    "https://app.example.co.uk, https://login.example.co.uk, true",
    "https://one.co.uk, https://two.co.uk, false",
    "https://one.github.io, https://two.github.io, false",
    "https://a.one.github.io, https://one.github.io, true",
    "https://app.shop.corp, https://login.shop.corp, true",
    "https://shop.corp, https://other.corp, false",
    "https://localhost, https://localhost:8443, true",
    "https://localhost, https://shop, false",
    "https://192.0.2.1, https://192.0.2.1:8443, true",
    "https://192.0.2.1, https://198.0.2.1, false",
  })
  void areSame_byThePublicSuffixList(String one, String other, boolean expected) {
    assertThat(FrontEndChecks.isSameSite(Origin.of(one), Origin.of(other))).isEqualTo(expected);
  }
}
