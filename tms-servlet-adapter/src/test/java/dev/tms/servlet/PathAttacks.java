package dev.tms.servlet;

import java.util.stream.Stream;

/** Request targets as they are written, against the patterns of {@link TestApp#PROTECTED}. */
final class PathAttacks {
  private PathAttacks() {}

  /** Each is one of the protected paths, plainly or in escapes that every reader decodes alike. */
  static Stream<String> protectedPaths() {
    return Stream.of(
        "/account",
        "/account/",
        "/account/secret",
        "/account/a/b/c",
        "/account?",
        "/account/secret?x=/public/..;/a%2fb",
        "/account?returnUrl=//evil.example",
        "/account/%73ecret",
        "/%61ccount/secret",
        "/%61%63%63%6f%75%6e%74",
        "/account/%C3%A9t%C3%A9",
        "/account/a%20b",
        "/account/a+b",
        "/account/file.html",
        "/account/file%2ehtml",
        "/account/..a/b..",
        "/account/...",
        "/api/orders",
        "/exact",
        "/exact/",
        "/exac%74",
        "/x.do",
        "/deep/er/x.do",
        "/x%2edo",
        "/x.%64o",
        "/x.do?y.html");
  }

  /** Each could be read in two ways by some container, proxy or application. */
  static Stream<String> ambiguousPaths() {
    return Stream.of(
        // path parameters
        "/account;x=y/secret",
        "/account/secret;x",
        "/account;/secret",
        "/;/account/secret",
        "/;x/account/secret",
        "/public;x=y/../account/secret",
        "/account/secret;jsessionid=1",
        "/accoun%74;jsessionid=1",
        "/account%3bx/secret",
        "/account/secret%3Bjsessionid=1",
        "/%3b/account",
        "/x.do;x=y",
        "/x.do%3bx.html",
        // dot segments
        "/public/../account/secret",
        "/public/./../account",
        "/./account/secret",
        "/account/./secret",
        "/account/..",
        "/account/.",
        "/public/%2e%2e/account/secret",
        "/public/.%2e/account",
        "/public/%2E./account",
        "/%2e/account",
        "/public/..;/account/secret",
        "/..;x=/account",
        "/public/..%00/account",
        "/public/..%3b/account",
        "/../account",
        // slashes
        "//account/secret",
        "///account",
        "/account//secret",
        "/public//../account",
        "/account%2fsecret",
        "/account%2Fsecret",
        "/%2faccount",
        "/public/..%2faccount/secret",
        "/public/%2e%2e%2faccount",
        "/account%5csecret",
        "/public/..%5caccount",
        "/account%5Csecret",
        // encoded twice
        "/%2561ccount/secret",
        "/account%252fsecret",
        "/public/%252e%252e/account",
        "/account%253bx",
        "/%252561ccount",
        // not UTF-8, overlong, malformed
        "/%c0%afaccount",
        "/%e0%80%afaccount",
        "/public/%c0%ae%c0%ae/account",
        "/account/%ff",
        "/account/%zz",
        "/account/%",
        "/account/%6",
        "/account/%u0061",
        "/%u0061ccount",
        "/account/%ed%a0%80",
        // controls and marks
        "/account%00",
        "/account/secret%00.html",
        "/account%0a",
        "/account%0d%0aX-Injected:%20y",
        "/account%09",
        "/account/%7f",
        "/account/%c2%85",
        "/account%3Fx",
        "/account%23x",
        "/x.do%3fx.html");
  }

  /** None is protected; each must go on working. */
  static Stream<String> publicPaths() {
    return Stream.of(
        "/",
        "/public",
        "/public/",
        "/public/account",
        "/public?path=/account/../x;y",
        "/ACCOUNT/secret",
        "/Account",
        "/accounts",
        "/account.html",
        "/EXACT",
        "/exactly",
        "/exact/deeper",
        "/x.DO",
        "/x.do.txt",
        "/x.do/y",
        "/xdo",
        "/.well-known/thing",
        "/a..b/c",
        "/%D1%84",
        "/a'b(c)*!$&,=:@~");
  }
}
