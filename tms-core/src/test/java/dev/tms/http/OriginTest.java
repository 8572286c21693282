package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://app.example,https://app.example",
    "https://app.example/,https://app.example",
    "HTTPS://App.Example:443,https://app.example",
    "https://app.example:80,https://app.example:80",
    "http://localhost:3000,http://localhost:3000",
    "http://localhost:80/,http://localhost",
    "https://[0::1]:8443,https://[::1]:8443",
    "https://10.0.0.1,https://10.0.0.1",
    "https://xn--bcher-kva.example,https://xn--bcher-kva.example",
  })
  void of_configuredOrigin_isAsBrowsersWriteIt(String text, String serialized) {
    assertThat(Origin.of(text)).hasToString(serialized);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "app.example",
        "//app.example",
        "https://",
        "https:///",
        "https:app.example",
        "ftp://app.example",
        "file:///",
        "https://app.example/path",
        "https://app.example//",
        "https://app.example?x",
        "https://app.example#x",
        "https://user@app.example",
        "https://app.example:",
        "https://app.example:0",
        "https://app.example:080",
        "https://app.example:65536",
        "https://app.example:999999999999",
        "https://app.example:+80",
        "https://app.example.",
        "https://*.app.example",
        "https://app.example ",
        " https://app.example",
        "https://app.example,https://b.example",
        "https://b\u00FCcher.example",
        "https://[::1",
        "https://::1",
        "https://127.1",
      })
  void of_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Origin.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void constructor_partsThatAreNotCanonical_areRefused() {
    assertThatThrownBy(() -> new Origin("HTTPS", "a.example", 443))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Origin("https", "A.example", 443))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Origin("https", "a.example", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Origin("https", "a.example", 65536))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parse_serializedOrigin_isParsed() {
    assertThat(Origin.parse("https://app.example:8443"))
        .contains(new Origin("https", "app.example", 8443));
    assertThat(Origin.parse("http://[::1]")).contains(new Origin("http", "[::1]", 80));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        " ",
        "https://app.example/",
        "HTTPS://app.example",
        "https://App.example",
        "https://app.example:443",
        "http://app.example:80",
        "https://app.example ",
        "https://app.example, https://app.example",
        "https://app.example https://b.example",
        "https://app.example\u0000",
        "https://app.example%00",
        "https://app.example\\",
        "https://[0::1]",
      })
  void parse_textThatNoBrowserSends_isEmpty(String text) {
    assertThat(Origin.parse(text)).isEmpty();
  }

  @Test
  void parse_null_isEmpty() {
    assertThat(Origin.parse(null)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example,http://a.example",
    "https://a.example,https://a.example:444",
    "https://a.example,https://b.a.example",
    "https://a.example,https://a.example.evil.example",
  })
  void equals_anyPartDiffers_isAnother(String one, String other) {
    assertThat(Origin.of(one)).isNotEqualTo(Origin.of(other));
  }

  @Test
  void of_publicUrl_dropsThePath() {
    assertThat(Origin.of(PublicUrl.of("https://tms.example:8443/base")))
        .hasToString("https://tms.example:8443");
  }

  @ParameterizedTest
  @CsvSource({
    "https://localhost:7182,https://localhost:7183,true",
    "https://localhost:7182,http://localhost:7182,false",
    "http://127.0.0.1:1,http://127.0.0.1:2,true",
    "http://127.0.0.1,http://127.0.0.2,false",
    "http://127.0.0.1,http://localhost,false",
    "https://10.1.2.3,https://11.1.2.3,false",
    "https://[::1],https://[::1]:8443,true",
    "https://[2001:db8::1],https://[2001:db8::2],false",
    "https://tms.example,https://tms.example,true",
    "https://tms.shop.example,https://app.shop.example,true",
    "https://shop.example,https://app.shop.example,true",
    "https://a.b.shop.example,https://c.shop.example,true",
    "https://tms.shop.example,http://app.shop.example,false",
    "https://tms.example,https://app.example,false",
    "https://shop.example,https://evilshop.example,false",
    "https://tms.shop.co.uk,https://app.shop.co.uk,true",
    "https://shop.co.uk,https://other.co.uk,false",
    "https://co.uk,https://shop.co.uk,false",
    "https://a.com.au,https://b.com.au,false",
    "https://one.github.io,https://two.github.io,false",
    "https://x.one.github.io,https://y.one.github.io,true",
    "https://a.azurewebsites.net,https://b.azurewebsites.net,false",
    "https://tms,https://app,false",
    "https://tms.localhost,https://app.localhost,false",
  })
  @DisplayName("Lesson 6: sites are compared by label")
  void isSameSite_twoOrigins_areOneSite(String one, String other, boolean same) {
    assertThat(Origin.of(one).isSameSite(Origin.of(other))).isEqualTo(same);
    assertThat(Origin.of(other).isSameSite(Origin.of(one))).isEqualTo(same);
  }
}
