package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrontEndTest {
  @Test
  void at_url_isItsOwnOrigin() {
    FrontEnd frontEnd = FrontEnd.at("https://App.example:3000/home?x=1#top");

    assertThat(frontEnd.redirectUrl()).hasToString("https://app.example:3000/home?x=1#top");
    assertThat(frontEnd.origins()).containsExactly(Origin.of("https://app.example:3000"));
  }

  @Test
  void at_urlWithoutPath_getsASlash() {
    assertThat(FrontEnd.at("https://app.example").redirectUrl())
        .hasToString("https://app.example/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "app.example",
        "//app.example/",
        "ftp://app.example/",
        "http://app.example/",
        "http://localhost.evil.example/",
        "https://user@app.example/",
        "https://app.example/a b",
        "https://app.example/../x",
        "https://app.example\\x",
        "javascript:alert(1)",
        "app://done",
      })
  @DisplayName("Lesson 7: a front end that cannot be checked fails at start-up")
  void at_otherUrl_isRefused(String url) {
    assertThatThrownBy(() -> FrontEnd.at(url).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "null", "http://app.example", "https://app.example/path", ""})
  @DisplayName("Lesson 7: an origin that would match nothing fails at start-up")
  void withOrigins_otherThanAnOrigin_isRefused(String origin) {
    FrontEnd frontEnd = FrontEnd.at("https://app.example/");

    assertThatThrownBy(() -> frontEnd.withOrigins(List.of(origin)).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withOrigins_list_replacesTheOrigins() {
    FrontEnd frontEnd = FrontEnd.at("https://app.example/");

    assertThat(frontEnd.withOrigins(List.of("https://a.example", "http://localhost:1/")).origins())
        .containsExactlyInAnyOrder(Origin.of("https://a.example"), Origin.of("http://localhost:1"));
    assertThat(frontEnd.withOrigins(List.of()).origins()).isEmpty();
  }

  @Test
  void constructor_parts_areChecked() {
    assertThatThrownBy(
            () -> new FrontEnd(URI.create("http://app.example/"), Set.of()).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new FrontEnd(
                        URI.create("https://app.example/"), Set.of(Origin.of("http://b.example")))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void crossSiteOrigins_someOfThem_areNamed() {
    FrontEnd frontEnd =
        FrontEnd.at("https://app.shop.example/")
            .withOrigins(
                List.of("https://app.shop.example", "https://shop.test", "http://localhost:3000"));

    assertThat(frontEnd.crossSiteOrigins(PublicUrl.of("https://tms.shop.example")))
        .containsExactlyInAnyOrder(
            Origin.of("https://shop.test"), Origin.of("http://localhost:3000"));
  }
}
