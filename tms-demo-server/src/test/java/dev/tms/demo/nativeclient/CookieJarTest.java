package dev.tms.demo.nativeclient;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CookieJarTest {
  private static final URI SHOP = URI.create("https://shop.example/account/login");

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private final CookieJar jar = new CookieJar(clock);

  @Test
  void header_cookieOfHost_isSentThereAlone() {
    jar.store(SHOP, List.of("a=1; Path=/"));

    assertThat(jar.header(SHOP)).isEqualTo("a=1");
    assertThat(jar.header(URI.create("https://www.shop.example/"))).isEmpty();
    assertThat(jar.header(URI.create("https://example/"))).isEmpty();
  }

  @Test
  void header_cookieOfDomain_isSentToSubdomains() {
    jar.store(SHOP, List.of("a=1; Path=/; Domain=.shop.example"));

    assertThat(jar.header(URI.create("https://www.shop.example/"))).isEqualTo("a=1");
    assertThat(jar.header(URI.create("https://othershop.example/"))).isEmpty();
  }

  @Test
  void store_cookieOfForeignDomain_isRefused() {
    jar.store(SHOP, List.of("a=1; Domain=bank.example"));

    assertThat(jar.header(URI.create("https://bank.example/"))).isEmpty();
    assertThat(jar.header(SHOP)).isEmpty();
  }

  @Test
  void header_path_matchesWholeSegments() {
    jar.store(SHOP, List.of("a=1", "b=2; Path=/acc"));

    assertThat(jar.header(URI.create("https://shop.example/account"))).isEqualTo("a=1");
    assertThat(jar.header(URI.create("https://shop.example/acc/x"))).isEqualTo("b=2");
    assertThat(jar.header(URI.create("https://shop.example"))).isEmpty();
  }

  @Test
  void header_secureCookie_isSentToLoopbackInClear() {
    URI local = URI.create("http://127.0.0.1:8080/");
    jar.store(local, List.of("a=1; Secure"));
    jar.store(SHOP, List.of("b=2; Secure; Path=/"));

    assertThat(jar.header(local)).isEqualTo("a=1");
    assertThat(jar.header(URI.create("http://shop.example/"))).isEmpty();
  }

  @Test
  void store_expired_removes() {
    jar.store(SHOP, List.of("a=1; Path=/", "b=2; Path=/", "c=3; Path=/; Max-Age=1"));
    jar.store(
        SHOP,
        List.of("a=; Path=/; Max-Age=0", "b=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));

    assertThat(jar.header(SHOP)).isEqualTo("c=3");
  }

  @Test
  void store_sameCookie_replaces() {
    jar.store(SHOP, List.of("a=1; Path=/", "no cookie", "=x"));
    jar.store(SHOP, List.of("a=2=3; Path=/; Max-Age=nonsense"));

    assertThat(jar.header(SHOP)).isEqualTo("a=2=3");
  }

  @Test
  void copyTo_otherHost_staysBehind() {
    CookieJar other = new CookieJar(clock);
    jar.store(SHOP, List.of("a=1; Path=/"));
    jar.store(URI.create("https://id.example/"), List.of("sso=1"));
    other.store(SHOP, List.of("a=0; Path=/", "z=9; Path=/"));

    int copied = jar.copyTo(other, SHOP);

    assertThat(copied).isEqualTo(1);
    assertThat(other.header(SHOP)).isEqualTo("a=1; z=9");
    assertThat(other.header(URI.create("https://id.example/"))).isEmpty();
  }
}
