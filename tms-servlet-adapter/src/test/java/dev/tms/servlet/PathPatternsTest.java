package dev.tms.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternsTest {
  private static boolean matches(String pattern, String path) {
    return PathPatterns.NONE.and(List.of(pattern)).match(new RequestPath("", path, path));
  }

  @ParameterizedTest
  @CsvSource({
    "/*, /, true",
    "/*, /x/y, true",
    "/account/*, /account, true",
    "/account/*, /account/, true",
    "/account/*, /account/x, true",
    "/account/*, /accounts, false",
    "/account/*, /Account/x, false",
    "/account/*, /x/account/y, false",
    "/account, /account, true",
    "/account, /account/, true",
    "/account, /account/x, false",
    "/account/, /account/, true",
    "/account/, /account, false",
    "*.do, /x.do, true",
    "*.do, /x.do/, true",
    "*.do, /a/b/x.do, true",
    "*.do, /x.do/y, false",
    "*.do, /xdo, false",
    "*.do, /x.DO, false",
    "*.tar.gz, /x.tar.gz, true"
  })
  void match_isThatOfServletMappings(String pattern, String path, boolean expected) {
    assertThat(matches(pattern, path)).isEqualTo(expected);
  }

  @Test
  void match_asSentOrAsMatched_isEnough() {
    PathPatterns patterns = PathPatterns.NONE.and(List.of("*.html", "/private/*"));

    assertThat(patterns.match(new RequestPath("", "/private/index.html", "/private/"))).isTrue();
    assertThat(patterns.match(new RequestPath("", "/index.html", "/"))).isTrue();
    assertThat(patterns.match(new RequestPath("", "/public/index.jsp", "/public/"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "/",
        "*",
        "**",
        "account/*",
        "account",
        "/a/*/b",
        "/a*",
        "/a/**",
        "*do",
        "*.",
        "*.*",
        "*./x",
        "*.d/o",
        "/a%20b",
        "/a;b",
        "/a?b",
        "/a#b",
        "/a\\b",
        "//a",
        "/a//b",
        "/./a",
        "/a/../b",
        "/a/./*",
        "/a\nb",
        "http://x/a"
      })
  @DisplayName("Lesson 7: a pattern that would protect nothing is refused, not ignored")
  void and_noPattern_isRefused(String pattern) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PathPatterns.NONE.and(List.of(pattern)))
        .withMessageContaining("/prefix/*");
  }

  @Test
  void split_commasAndLines_givesPatterns() {
    assertThat(PathPatterns.split("\n  /a/*,/b\r\n\t*.do ,\n\n"))
        .containsExactly("/a/*", "/b", "*.do");
    assertThat(PathPatterns.split(null)).isEmpty();
    assertThat(PathPatterns.split(" , \n")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/public/*, /public, true",
    "/public/*, /public/x, true",
    "/public/*, /publicx, false",
    "/login, /login, true",
    "/login, /login/, false"
  })
  void permit_isToTheLetter(String pattern, String path, boolean isOpen) {
    Protection protection = Protection.NONE.protect(List.of("/*")).permit(List.of(pattern));

    assertThat(protection.covers(new RequestPath("", path, path))).isEqualTo(!isOpen);
  }

  @Test
  void permit_readInTwoWays_isOpenInNeither() {
    Protection protection = Protection.NONE.protect(List.of("/*")).permit(List.of("/public/*"));

    assertThat(protection.covers(new RequestPath("", "/x.html", "/public/"))).isTrue();
    assertThat(protection.covers(new RequestPath("", "/public/x.html", "/x"))).isTrue();
    assertThat(protection.covers(new RequestPath("", "/public/i.html", "/public/"))).isFalse();
  }

  @Test
  void permit_extension_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Protection.NONE.permit(List.of("*.css")))
        .withMessageContaining("every protected path");
  }

  @ParameterizedTest
  @CsvSource({"/public/admin/*, /public/*", "/public, /public/*", "/x, /x", "/x/*, /x/*"})
  void permit_pathThatIsProtectedByName_isRefused(String path, String open) {
    Protection protection = Protection.NONE.protect(List.of("/*", path));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> protection.permit(List.of(open)))
        .withMessageContaining("the path " + path + " is protected and permitted");
  }
}
