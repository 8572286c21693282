package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.FrontEnd;
import dev.tms.testkit.browser.Page;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls from pages of other origins (WHATWG Fetch 3.3). */
abstract class CorsContract extends Topic {
  private static final Variant TWO =
      Variant.with(
          b ->
              b.frontEnd(
                  FrontEnd.at(Site.frontEnd(false))
                      .withOrigins(List.of("http://localhost:7183", "http://localhost:9001"))));

  @Test
  void cors_frontEnd_mayReadWithCredentials() throws Exception {
    for (String path :
        new String[] {"/Session/CheckSession", "/Session/User", "/nowhere", "/Auth/LogOut"}) {
      Page page = plain().raw("GET", path, "Origin", plain().frontEndOrigin);

      assertThat(page.headers("Access-Control-Allow-Origin"))
          .as("exactly one, or browsers refuse it")
          .containsExactly(plain().frontEndOrigin);
      assertThat(page.headers("Access-Control-Allow-Credentials")).containsExactly("true");
      assertThat(page.header("Access-Control-Expose-Headers").orElseThrow())
          .contains("Retry-After");
      assertThat(vary(page)).contains("origin");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "null",
        "http://localhost:7183.evil.example",
        "https://localhost:7183",
        "http://LOCALHOST.evil:7183",
        "http://localhost:7183/",
        "*",
        ""
      })
  void cors_otherOrigins_mayNot(String origin) throws Exception {
    Page read = plain().raw("GET", "/Session/CheckSession", "Origin", origin);
    Page preflight =
        plain()
            .raw(
                "OPTIONS",
                "/Session/RetrieveToken",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST");

    for (Page page : new Page[] {read, preflight}) {
      assertThat(page.headers().keySet())
          .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-allow"));
      assertThat(vary(page)).contains("origin");
    }
  }

  @Test
  void cors_preflight_isAnswered() throws Exception {
    Page page =
        plain()
            .raw(
                "OPTIONS",
                "/Session/RetrieveToken",
                "Origin",
                plain().frontEndOrigin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "requestverificationtoken");

    assertThat(page.status()).isBetween(200, 204);
    assertThat(page.headers("Access-Control-Allow-Origin")).containsExactly(plain().frontEndOrigin);
    assertThat(page.headers("Access-Control-Allow-Credentials")).containsExactly("true");
    assertThat(page.header("Access-Control-Allow-Methods").orElseThrow()).contains("POST");
    assertThat(page.header("Access-Control-Allow-Headers").orElseThrow().toLowerCase(Locale.ROOT))
        .contains("requestverificationtoken");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(page.header("Cache-Control")).contains("no-store");
  }

  @Test
  void cors_severalFrontEnds_eachGetsItsOwn() throws Exception {
    for (String origin : new String[] {"http://localhost:7183", "http://localhost:9001"}) {
      assertThat(
              site(TWO)
                  .raw("GET", "/Session/CheckSession", "Origin", origin)
                  .headers("Access-Control-Allow-Origin"))
          .containsExactly(origin);
    }
  }

  @Test
  void cors_noOrigin_variesAllTheSame() throws Exception {
    Page page = plain().raw("GET", "/Session/CheckSession");

    assertThat(vary(page)).contains("origin");
    assertThat(page.headers("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  @DisplayName("Lesson 41: no cache keeps an answer, least of all one that sets a cookie")
  void everyAnswer_isNotToBeStored() throws Exception {
    for (Page page :
        List.of(
            plain().raw("GET", "/Session/CheckSession"),
            plain().raw("GET", "/Auth/BeginLogin"),
            plain().raw("GET", "/callback"),
            plain().raw("POST", "/Session/RetrieveToken"),
            plain().raw("POST", "/Auth/LogOut"),
            plain().raw("GET", "/Auth/LoggedOut"),
            plain().raw("GET", "/Session/User"),
            plain().raw("PUT", "/Session/User"),
            plain().raw("POST", "/Auth/LogOut", "Origin", "https://evil.example"))) {
      assertThat(page.headers("Cache-Control")).as(page.toString()).containsExactly("no-store");
      assertThat(page.header("X-Content-Type-Options")).contains("nosniff");
    }
  }

  private static List<String> vary(Page page) {
    return page.headers("Vary").stream()
        .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split(",")))
        .map(String::trim)
        .toList();
  }
}
