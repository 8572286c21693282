package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What containers do by default is tried in the containers; this is what they could do. */
final class RequestPathTest {
  @ParameterizedTest
  @CsvSource({
    "/shop, /account/x, /shop/account/x",
    "/shop, /account/x, /sho%70/account/%78",
    "/shop, /, /shop",
    "/shop, /, /shop/",
    "'', /é, /%C3%A9",
    "'', /100%, /100%25",
    "'', /100%.pdf, /100%25.pdf",
    "'', /a b, /a%20b",
    "/shop, /index.html, /shop/",
    "/shop, /index.html, /shop",
    "/shop, /docs/index.jsp, /shop/docs/"
  })
  void isAmbiguous_readAsSent_isFalse(String context, String matched, String raw) {
    assertThat(new RequestPath(context, matched, raw).isAmbiguous()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "/shop, /account/x, /shop/x",
    "/shop, /x, /shop/account/x",
    "/shop, /x, /other/x",
    "/shop, /Account, /shop/account",
    "/shop, /docs/secret/index.html, /shop/docs/",
    "'', /Ã©, /%C3%A9",
    "'', /a, /%2561",
    "'', /é, /é",
    "'', /e, /é",
    "'', /a+b, /a%20b",
    "'', /x, *",
    "'', /x, 'http://host/x'",
    "'', /a\\b, /a/b",
    "'', //x, /x"
  })
  void isAmbiguous_readOtherwise_isTrue(String context, String matched, String raw) {
    assertThat(new RequestPath(context, matched, raw).isAmbiguous()).isTrue();
  }

  @Test
  void whole_hasContextPath() {
    assertThat(new RequestPath("/shop", "/Session/CheckSession", "").whole())
        .isEqualTo("/shop/Session/CheckSession");
  }
}
