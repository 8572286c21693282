package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example,https://shop.example,''",
    "https://shop.example/,https://shop.example,''",
    "HTTPS://Shop.Example:443/,https://shop.example,''",
    "https://shop.example:8443/tms/,https://shop.example:8443,/tms",
    "https://shop.example/a/b-c_d.e~f,https://shop.example,/a/b-c_d.e~f",
    "http://localhost:7182,http://localhost:7182,''",
    "http://LOCALHOST:80,http://localhost,''",
    "http://127.0.0.1:7182,http://127.0.0.1:7182,''",
    "http://127.9.8.7,http://127.9.8.7,''",
    "http://[::1]:7182,http://[::1]:7182,''",
    "http://[0:0:0:0:0:0:0:1]:7182,http://[::1]:7182,''",
    "https://xn--bcher-kva.example,https://xn--bcher-kva.example,''",
  })
  void of_goodUrl_isCanonical(String text, String origin, String basePath) {
    PublicUrl url = PublicUrl.of(text);

    assertThat(url.origin()).isEqualTo(origin);
    assertThat(url.basePath()).isEqualTo(basePath);
    assertThat(url.toString()).isEqualTo(origin + basePath);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "shop.example",
        "//shop.example",
        "/tms",
        "ftp://shop.example",
        "https:shop.example",
        "https:///tms",
        "https://user@shop.example",
        "https://user:pw@shop.example",
        "https://shop.example?x",
        "https://shop.example#x",
        "https://shop.example:0",
        "https://shop.example:65536",
        "https://shop.example:99999999999",
        "https://shop.example:port",
        "https://shop.example.",
        "https://b\u00FCcher.example",
        "https://shop_one.example",
        "https://shop example",
        "https://127.1",
        "https://0x7f.0.0.1",
        "https://1.2.3.256",
        "https://[::1",
        "https://shop.example//tms",
        "https://shop.example/a/../b",
        "https://shop.example/./b",
        "https://shop.example/a%2Fb",
        "https://shop.example/a;b",
        "https://shop.example/a b",
        "http://shop.example",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://127.999.0.1",
        "http://128.0.0.1",
        "http://[::2]",
      })
  void of_otherUrl_isRefused(String text) {
    assertThatThrownBy(() -> PublicUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void constructor_partsThatAreNotCanonical_areRefused() {
    assertThatThrownBy(() -> new PublicUrl("https://Shop.example", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PublicUrl("https://shop.example/", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PublicUrl("https://shop.example", "/tms/"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PublicUrl("http://shop.example", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withBasePath_path_takesItsPlace() {
    PublicUrl url = PublicUrl.of("https://shop.example/old");

    assertThat(url.withBasePath("/new/").toString()).isEqualTo("https://shop.example/new");
    assertThat(url.withBasePath("").toString()).isEqualTo("https://shop.example");
    assertThat(url.withBasePath("/").toString()).isEqualTo("https://shop.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tms", ".evil.example", ":99", "@evil.example", "?x", "//x", "/a/../b"})
  void withBasePath_textThatIsNoPath_isRefused(String path) {
    PublicUrl url = PublicUrl.of("https://shop.example");

    assertThatThrownBy(() -> url.withBasePath(path)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void resolve_path_isBelowTheBasePath() {
    assertThat(PublicUrl.of("https://shop.example/tms").resolve("/callback"))
        .hasToString("https://shop.example/tms/callback");
  }

  @Test
  void isSecure_scheme_decides() {
    assertThat(PublicUrl.of("https://localhost:1").isSecure()).isTrue();
    assertThat(PublicUrl.of("http://localhost:1").isSecure()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "localhost,true",
    "LocalHost,true",
    "127.0.0.1,true",
    "127.255.255.255,true",
    "[::1],true",
    "::1,true",
    "localhost.,false",
    "a.localhost,false",
    "127.0.0.256,false",
    "127.1,false",
    "0.0.0.0,false",
    "[::],false",
    "[::ffff:127.0.0.1],false",
    "'',false",
  })
  void isLoopbackHost_host_isThisMachine(String host, boolean loopback) {
    assertThat(PublicUrl.isLoopbackHost(host)).isEqualTo(loopback);
  }
}
