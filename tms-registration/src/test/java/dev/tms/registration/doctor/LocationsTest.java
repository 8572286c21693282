package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class LocationsTest {
  private static final URI BASE = URI.create("https://id.example/a/b?c=d");

  @Test
  void resolve_relative_asABrowserDoes() {
    assertThat(resolved("/x")).isEqualTo("https://id.example/x");
    assertThat(resolved("x")).isEqualTo("https://id.example/a/x");
    assertThat(resolved("?e=f")).isEqualTo("https://id.example/a/b?e=f");
    assertThat(resolved("//other.example/y")).isEqualTo("https://other.example/y");
    assertThat(resolved("../z")).isEqualTo("https://id.example/z");
    assertThat(resolved("")).isEqualTo(BASE.toString());
    assertThat(resolved("#f")).isEqualTo(BASE.toString());
    assertThat(resolved(" https://o.example/ ")).isEqualTo("https://o.example/");
    assertThat(resolved("app://callback?error=x")).isEqualTo("app://callback?error=x");
  }

  @Test
  void resolve_malformed_isFixed() {
    assertThat(resolved("/x?error_description=no such client|{1}"))
        .isEqualTo("https://id.example/x?error_description=no%20such%20client%7C%7B1%7D");
    assertThat(resolved("/100%/%zz%41")).isEqualTo("https://id.example/100%25/%25zz%41");
    assertThat(resolved("/\u00e9\uD83D\uDE00")).isEqualTo("https://id.example/%C3%A9%F0%9F%98%80");
  }

  @Test
  void resolve_noAddress_isNone() {
    assertThat(Locations.resolve(BASE, "https://")).isEmpty();
    assertThat(Locations.resolve(BASE, "http://[x")).isEmpty();
    assertThat(Locations.resolve(BASE, "http:///path")).isEmpty();
  }

  @Test
  void sameTarget_comparesSchemeHostPortAndPath() {
    URI ours = URI.create("https://tms.example/callback");

    assertThat(same("https://TMS.example:443/callback?error=x#y", ours)).isTrue();
    assertThat(same("http://tms.example/callback", ours)).isFalse();
    assertThat(same("https://tms.example:444/callback", ours)).isFalse();
    assertThat(same("https://tms.example/callback/", ours)).isFalse();
    assertThat(same("https://tms.example/Callback", ours)).isFalse();
    assertThat(same("https://tms.example.evil.example/callback", ours)).isFalse();
    assertThat(same("http://h", URI.create("http://h/"))).isTrue();
    assertThat(same("app://callback?code=1", URI.create("app://callback"))).isTrue();
    assertThat(same("app:/callback?code=1", URI.create("app:/callback"))).isTrue();
    assertThat(same("app://other?code=1", URI.create("app://callback"))).isFalse();
  }

  @Test
  void bare_hasNeitherQueryNorFragment() {
    assertThat(Locations.bare(URI.create("https://a/b?c=d#e"))).hasToString("https://a/b");
    assertThat(Locations.bare(URI.create("https://a/b#e?f"))).hasToString("https://a/b");
  }

  private static boolean same(String one, URI other) {
    return Locations.sameTarget(URI.create(one), other);
  }

  private static String resolved(String reference) {
    return Locations.resolve(BASE, reference).orElseThrow().toString();
  }
}
