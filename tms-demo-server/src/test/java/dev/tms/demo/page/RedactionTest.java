package dev.tms.demo.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RedactionTest {
  @Test
  void url_parameters_areAbbreviatedUnlessOpen() {
    String url = "/callback?code=SplxlOBeZQQYbYS6WxSbIA&iss=http%3A%2F%2F127.0.0.1%3A4000&x";

    assertThat(Redaction.url(url))
        .isEqualTo("/callback?code=SplxlO…&iss=http%3A%2F%2F127.0.0.1%3A4000&x");
  }

  @Test
  void cookie_values_areAbbreviatedWithTheirLength() {
    assertThat(Redaction.header("Cookie", "tms=abcdefghijklmnop; demo-browser=x; short=1"))
        .isEqualTo("tms=abcdef… (16 characters); short=1");
  }

  @Test
  void setCookie_attributes_stay() {
    assertThat(Redaction.header("Set-Cookie", "tms=abcdefghijklmnop; Path=/; HttpOnly"))
        .isEqualTo("tms=abcdef… (16 characters); Path=/; HttpOnly");
    assertThat(Redaction.header("Set-Cookie", "tms=; Path=/; Max-Age=0"))
        .isEqualTo("tms=; Path=/; Max-Age=0");
  }

  @Test
  void header_verificationToken_isAbbreviated() {
    assertThat(Redaction.header("RequestVerificationToken", "abcdefghijklmnop"))
        .isEqualTo("abcdef…");
  }
}
