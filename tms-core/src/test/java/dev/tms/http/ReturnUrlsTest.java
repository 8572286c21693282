package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReturnUrlsTest {
  private static final FrontEnd FRONT_END =
      FrontEnd.at("https://app.example:3000/home")
          .withOrigins(List.of("https://app.example:3000", "https://second.example"));
  private static final ReturnUrls urls =
      new ReturnUrls(FRONT_END, PublicUrl.of("https://tms.example/base"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "https://app.example:3000/ > https://app.example:3000/",
        "https://app.example:3000 > https://app.example:3000/",
        "https://app.example:3000?x=1 > https://app.example:3000/?x=1",
        "https://app.example:3000#top > https://app.example:3000/#top",
        "https://app.example:3000/a/b?x=1&y=2#/route > https://app.example:3000/a/b?x=1&y=2#/route",
        "HTTPS://APP.example:3000/CaseStays > https://app.example:3000/CaseStays",
        "https://second.example/x > https://second.example/x",
        "https://second.example:443/x > https://second.example/x",
        "https://tms.example/base/page > https://tms.example/base/page",
        "https://tms.example/ > https://tms.example/",
        "/ > https://app.example:3000/",
        "/orders/7?tab=a#b > https://app.example:3000/orders/7?tab=a#b",
        "/?q=a%20b+c > https://app.example:3000/?q=a%20b+c",
        "/a//b > https://app.example:3000/a//b",
        "/a%2Fb > https://app.example:3000/a%2Fb",
        "/a%2fb > https://app.example:3000/a%2Fb",
        "/100%25 > https://app.example:3000/100%25",
        "/?next=https%3A%2F%2Fevil.example%2F >"
            + " https://app.example:3000/?next=https%3A%2F%2Fevil.example%2F",
        "/?next=//evil.example > https://app.example:3000/?next=//evil.example",
        "/@evil.example > https://app.example:3000/@evil.example",
        "/evil.example:80 > https://app.example:3000/evil.example:80",
        "/gr\u00FC\u00DFe?q=\u00E9 > https://app.example:3000/gr%C3%BC%C3%9Fe?q=%C3%A9",
        "/?filter=[a|b]{c}^` > https://app.example:3000/?filter=%5Ba%7Cb%5D%7Bc%7D%5E%60",
        "/...a/b..c/.well-known > https://app.example:3000/...a/b..c/.well-known",
      })
  void resolve_targetOfOurs_isAbsoluteAndCanonical(String text, String target) {
    assertThat(urls.resolve(text)).map(URI::toString).contains(target);
    assertThat(urls.resolve(target)).map(URI::toString).contains(target);
  }

  @Test
  void resolve_nothing_isTheFrontEnd() {
    assertThat(urls.resolve(null)).contains(URI.create("https://app.example:3000/home"));
    assertThat(urls.resolve("")).contains(urls.frontEnd());
  }

  @Test
  void resolve_redirectUrlThatMayNotCall_isATargetAllTheSame() {
    ReturnUrls nativeOnly =
        new ReturnUrls(
            FrontEnd.at("https://done.example/native").withOrigins(List.of()),
            PublicUrl.of("https://tms.example"));

    assertThat(nativeOnly.resolve("https://done.example/native")).isPresent();
    assertThat(nativeOnly.resolve("https://app.example:3000/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "https://app.example:3000.evil.example/",
        "https://app.example.evil.example:3000/",
        "https://evilapp.example:3000/",
        "https://evil.example/https://app.example:3000/",
        "https://evil.example?https://app.example:3000/",
        "https://evil.example/?x=https://app.example:3000/",
        "https://app.example/",
        "https://app.example:3001/",
        "https://app.example:30000/",
        "https://app.example:300/",
        "http://app.example:3000/",
        "http://second.example/",
        "https://sub.second.example/",
        "https://second.example.:443/",
        "https://second.example./",
        "https://second/",
        "https://tms.example:8443/",
        "https://tms.example.evil.example/",
        "https://localhost/",
        "https://127.0.0.1/",
      })
  @DisplayName("Lesson 2: the parsed origin decides, not a prefix")
  void resolve_otherOrigin_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "//evil.example/",
        "///evil.example",
        "////evil.example",
        "//app.example:3000/",
        "//",
        "/%2Fevil.example",
        "/%2fevil.example/",
        "/%252Fevil.example",
        "https://app.example:3000//evil.example",
        "https://app.example:3000/%2Fevil.example",
      })
  @DisplayName("Lesson 40: //host is not a path")
  void resolve_twoSlashes_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/\\evil.example",
        "/\\/evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "\\evil.example",
        "/\\\\evil.example",
        "https:\\\\evil.example",
        "https:/\\evil.example",
        "https://app.example:3000\\@evil.example/",
        "https://app.example:3000\\.evil.example/",
        "https://evil.example\\@app.example:3000/",
        "https://evil.example\\.app.example:3000",
        "/a\\b",
        "/?x=\\",
        "/#\\",
        "/%5Cevil.example",
        "/%5c%5cevil.example",
        "/%255Cevil.example",
        "/%25255Cevil.example",
        "/\uFF3Cevil.example",
      })
  @DisplayName("Lessons 3 and 18: a backslash is a slash to browsers")
  void resolve_backslash_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "home",
        "./home",
        "../home",
        "?x=1",
        "#x",
        " ",
        "https:",
        "https:/",
        "https://",
        "https:///",
        "https:evil.example",
        "https:/evil.example",
        "https:///evil.example",
        "https:////evil.example/",
        "https:app.example:3000/",
        "https:/app.example:3000/",
        "https:///app.example:3000/",
        "://app.example:3000/",
        "://evil.example",
        "h\u0442tps://app.example:3000/",
        "javascript:alert(1)",
        "JavaScript://app.example:3000/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://app.example:3000/",
        "blob:https://app.example:3000/x",
        "view-source:https://app.example:3000/",
        "filesystem:https://app.example:3000/",
        "ws://app.example:3000/",
        "about:blank",
        "mailto:a@app.example",
      })
  @DisplayName("Lesson 4: absolute http(s) URLs and paths with one slash, nothing else")
  void resolve_otherForms_areRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/%09/evil.example",
        "/%0d%0aSet-Cookie:x=y",
        "/%0A",
        "/%00",
        "/%7F",
        "/%C2%85",
        "/%C2%A0",
        "/%20/evil.example",
        "/%E2%80%A8",
        "/%E2%80%8B/evil.example",
        "/%E2%80%AE",
        "/%E3%80%80",
        "/%EF%BB%BF/evil.example",
        "/%2509/evil.example",
        "/%25250d%25250a",
        "/%252525252509",
        "/%2525252525252525252525252525252520",
        "/?x=%0d%0aSet-Cookie:x=y",
        "/?x=%00",
        "/?x=%250a",
        "/#%0a",
        "/?x=%E2%80%A8",
        "https://app.example:3000/%09",
        "https://app.example:3000/%0d%0aLocation:%20https://evil.example",
        "https://app.example:3000%0a/",
        "https://app.example%09:3000/",
      })
  @DisplayName("Lesson 5: no white space or control after any number of decodings")
  void resolve_encodedWhiteSpace_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\t//evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r/evil.example",
        "/\r\n/evil.example",
        "\n/evil.example",
        " /home",
        "/home ",
        "/ho me",
        "/home\u0000",
        "/home\u007F",
        "/\u00A0/evil.example",
        "/\u2028/evil.example",
        "/\u200B/evil.example",
        "/\u3000/evil.example",
        "/\uFEFF/evil.example",
        "ht\ntps://app.example:3000/",
        "https:\t//app.example:3000/",
        "https:/\t/evil.example/",
        "https://app.example\t:3000/",
        "https://app.example:30\n00/",
        "https://app.example:3000\t.evil.example/",
        " https://app.example:3000/",
        "\u0001https://app.example:3000/",
        "https://app.example:3000/\r\nX: y",
      })
  @DisplayName("Lesson 17: browsers strip tabs and line breaks, so they are refused")
  void resolve_rawWhiteSpace_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example:3000@evil.example/",
        "https://user@app.example:3000/",
        "https://user:pw@app.example:3000/",
        "https://@app.example:3000/",
        "https://app.example%3A3000@evil.example/",
        "https://evil.example%2F@app.example:3000/",
        "https://app.example:3000:80/",
        "https://app.example:/",
        "https://app.example:03000/",
        "https://app.example:3000x/",
        "https://app.example:-3000/",
        "https://app.example:+3000/",
        "https://app.example:\uFF13000/",
        "https://second.example:65979/",
        "https://app%2Eexample:3000/",
        "https://%61pp.example:3000/",
        "https://app\u3002example:3000/",
        "https://app\uFF0Eexample:3000/",
        "https://\uFF41pp.example:3000/",
        "https://\u0430pp.example:3000/",
        "https://app.ex\u00ADample:3000/",
        "https://app.example\u2044@evil.example:3000/",
        "https://evil.example\uFF0Fapp.example:3000/",
        "https://app..example:3000/",
        "https://.app.example:3000/",
        "https://app_.example:3000/",
        "https://app.example:3000;evil.example/",
        "https://app.example:3000,evil.example/",
        "https://[app.example]:3000/",
        "https://[::ffff:1.2.3.4]/",
        "https://second.example;@evil.example/",
        "https://second.example&evil.example/",
        "https://second.example'evil.example/",
      })
  void resolve_ambiguousAuthority_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example#@app.example:3000/",
        "https://evil.example#https://app.example:3000/",
        "https://evil.example/#.app.example:3000",
        "#https://app.example:3000/",
        "/a#b#c",
      })
  @DisplayName("Lesson 12: the fragment is no part of what decides")
  void resolve_fragmentThatLooksLikeAnOrigin_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/.",
        "/..",
        "/../evil",
        "/a/../../b",
        "/a/./b",
        "/%2e%2e/x",
        "/%2E/x",
        "/a/.%2e/b",
        "/%252e%252e/x",
        "/a/..//evil.example",
        "/.//evil.example",
        "/a/%2e%2e%2f%2fevil.example",
        "https://app.example:3000/..//evil.example",
        "/%zz",
        "/%",
        "/%2",
        "/a%",
        "/?x=%",
        "/#%g0",
        "/%C0%AFevil.example",
        "/%FF",
        "/%ED%A0%80",
        "/?x=%80",
        "/\uD800",
        "/?x=\uDFFF",
        "/<script>",
        "/\"onload=",
        "/?x=<",
        "/?x=\"",
        "/a\u0301\u202Eb",
      })
  void resolve_pathThatParsersReadDifferently_isRefused(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @Test
  void resolve_veryLong_isRefused() {
    int room = WebUrl.MAX_LENGTH - "https://app.example:3000/".length();

    URI longest = urls.resolve("/" + "a".repeat(room)).orElseThrow();

    assertThat(ReturnUrls.withError(longest, "login_failed").getQuery())
        .isEqualTo("error=login_failed");
    assertThat(urls.resolve("/" + "a".repeat(room + 1))).isEmpty();
    assertThat(urls.resolve("/" + "\u00FC".repeat(room / 6 + 1))).isEmpty();
    assertThat(urls.resolve("https://app.example:3000/" + "a".repeat(100_000))).isEmpty();
  }

  static Stream<String> otherRedirectParameters() {
    return Stream.of("//evil.example", "/\\evil.example", "https://evil.example/", "/%09/evil");
  }

  @ParameterizedTest
  @MethodSource("otherRedirectParameters")
  @DisplayName("Lessons 22 and 23: one validator for every redirect parameter, of login and logout")
  void resolve_targetLinkOrLogoutTarget_isRefusedAlike(String text) {
    assertThat(urls.resolve(text)).isEmpty();
  }

  @Test
  void resolve_anyText_givesATargetOfOursOrNothing() {
    long seed = 31L;
    Random random = new Random(seed);
    String[] parts = {
      "https://",
      "http:",
      "//",
      "/",
      "\\",
      "app.example",
      ":3000",
      "evil.example",
      "@",
      "?",
      "#",
      "%2f",
      "%5c",
      "%09",
      "\t",
      "\n",
      " ",
      ".",
      "..",
      "[",
      "]",
      "%",
      "second.example",
      "\u00FC",
      "tms.example",
      ":443",
      ":",
      "&",
      "x=1",
      "\u3002",
      "\uD83D\uDE00",
      "%C3%BC",
      "|",
      "%25"
    };
    Set<String> allowed =
        Set.of("https://app.example:3000", "https://second.example", "https://tms.example");
    List<String> wrong = new ArrayList<>();
    int accepted = 0;
    for (int round = 0; round < 100_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      Optional<URI> target = urls.resolve(text.toString());
      if (target.isPresent()) {
        accepted++;
        URI uri = target.get();
        String origin = uri.getScheme() + "://" + uri.getRawAuthority();
        boolean stable = urls.resolve(uri.toString()).equals(target);
        boolean ascii = uri.toString().chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (!allowed.contains(origin) || !stable || !ascii || uri.getRawUserInfo() != null) {
          wrong.add(text + " > " + uri);
        }
      }
    }
    assertThat(wrong).as("seed %s", seed).isEmpty();
    assertThat(accepted).isGreaterThan(1000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "https://a.example/ > https://a.example/?error=login_failed",
        "https://a.example > https://a.example/?error=login_failed",
        "https://a.example/p?x=1 > https://a.example/p?x=1&error=login_failed",
        "https://a.example/p?x=1& > https://a.example/p?x=1&error=login_failed",
        "https://a.example/p? > https://a.example/p?error=login_failed",
        "https://a.example/#/r > https://a.example/?error=login_failed#/r",
        "https://a.example/p?x=1#/r?y=2 > https://a.example/p?x=1&error=login_failed#/r?y=2",
        "https://a.example/p?error=old > https://a.example/p?error=login_failed",
        "https://a.example/p?%65rror=old&x=1&error > https://a.example/p?x=1&error=login_failed",
        "https://a.example/p?errors=1 > https://a.example/p?errors=1&error=login_failed",
      })
  void withError_target_getsTheOnlyErrorParameter(String target, String expected) {
    assertThat(ReturnUrls.withError(URI.create(target), "login_failed")).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a&b", "a#b", "<script>", "a%20", "\u00E9"})
  void withError_codeThatIsNotOurs_isRefused(String code) {
    assertThatThrownBy(() -> ReturnUrls.withError(URI.create("https://a.example/"), code))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
