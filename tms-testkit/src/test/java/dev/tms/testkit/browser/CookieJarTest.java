package dev.tms.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CookieJarTest {
  private static final URI HTTPS = URI.create("https://app.example.test/a/page");
  private static final URI HTTP = URI.create("http://app.example.test/a/page");

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2030-01-01T12:00:00Z"));
  private final CookieJar jar = new CookieJar(now::get);

  @Test
  void header_secureCookie_onlyOverHttpsOrLoopback() {
    jar.store(HTTPS, List.of("a=1; Secure; Path=/", "b=2; Path=/"));
    jar.store(URI.create("http://127.0.0.1:8080/"), List.of("c=3; Secure"));

    assertThat(jar.header(HTTPS)).isEqualTo("a=1; b=2");
    assertThat(jar.header(HTTP)).isEqualTo("b=2");
    assertThat(jar.header(URI.create("http://127.0.0.1:9090/"))).isEqualTo("c=3");
  }

  @Test
  void header_path_matchesWholeSegmentsAndLongestGoesFirst() {
    jar.store(HTTPS, List.of("r=1; Path=/", "d=2", "p=3; Path=/a/page"));

    assertThat(jar.header(HTTPS)).isEqualTo("p=3; d=2; r=1");
    assertThat(jar.header(HTTPS.resolve("/a"))).isEqualTo("d=2; r=1");
    assertThat(jar.header(HTTPS.resolve("/ab"))).isEqualTo("r=1");
    assertThat(jar.header(URI.create("https://other.example.test/a/page"))).isEmpty();
  }

  @Test
  void store_maxAge_isExactAndZeroDeletes() {
    jar.store(HTTPS, List.of("a=1; Max-Age=10", "b=2"));

    now.updateAndGet(i -> i.plusSeconds(10).minusNanos(1));
    assertThat(jar.all()).hasSize(2);
    now.updateAndGet(i -> i.plusNanos(1));
    assertThat(jar.find("a")).isEmpty();
    jar.store(HTTPS, List.of("b=; Max-Age=0"));
    assertThat(jar.all()).isEmpty();
  }

  @Test
  void store_expiresInThePast_deletesOnlySamePath() {
    jar.store(HTTPS, List.of("a=1; Path=/", "b=2; Path=/x"));

    jar.store(
        HTTPS,
        List.of(
            "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            "b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));

    assertThat(jar.all()).extracting(JarCookie::name).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__Host-a=1; Path=/",
        "__Host-a=1; Secure; Path=/a",
        "__Host-a=1; Secure",
        "__Host-a=1; Secure; Path=/; Domain=app.example.test",
        "__Secure-a=1; Path=/",
        "a=1; SameSite=None",
        "a=1; Domain=example.test",
        "=1",
        "nonsense"
      })
  void store_whatBrowsersRefuse_isDropped(String header) {
    jar.store(HTTPS, List.of(header));

    assertThat(jar.all()).isEmpty();
  }

  @Test
  void store_nameAndValue_upTo4096Bytes() {
    jar.store(HTTPS, List.of("a=" + "x".repeat(4095), "b=" + "x".repeat(4096)));

    assertThat(jar.all()).extracting(JarCookie::name).containsExactly("a");
  }

  @Test
  void store_goodHostPrefix_keepsAttributes() {
    jar.store(HTTPS, List.of("__Host-a=1=2; path=/; SECURE; HttpOnly; samesite=Lax"));

    JarCookie cookie = jar.find("__Host-a").orElseThrow();
    assertThat(cookie.value()).isEqualTo("1=2");
    assertThat(cookie.httpOnly()).isTrue();
    assertThat(cookie.sameSite()).isEqualTo("Lax");
    assertThat(cookie.toString()).doesNotContain("1=2");
  }

  @Test
  void copyTo_otherJar_isIndependentAfterwards() {
    CookieJar other = new CookieJar(now::get);
    jar.store(HTTPS, List.of("a=1"));

    jar.copyTo(other);
    jar.tamper("a", "2");

    assertThat(other.find("a").orElseThrow().value()).isEqualTo("1");
    assertThat(jar.find("a").orElseThrow().value()).isEqualTo("2");
    jar.remove("a");
    assertThat(jar.all()).isEmpty();
    other.clear();
    assertThat(other.all()).isEmpty();
  }
}
