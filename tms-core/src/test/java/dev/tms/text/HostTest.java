package dev.tms.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostTest {
  @ParameterizedTest
  @CsvSource({
    "a,a",
    "App.Example,app.example",
    "a-b.c--d.example,a-b.c--d.example",
    "1.example,1.example",
    "1.2.3.4,1.2.3.4",
    "0.0.0.0,0.0.0.0",
    "255.255.255.255,255.255.255.255",
    "[::],[::]",
    "[::1],[::1]",
    "[0:0:0:0:0:0:0:1],[::1]",
    "[2001:DB8::00A],[2001:db8::a]",
    "[2001:db8:0:0:1:0:0:1],[2001:db8::1:0:0:1]",
    "[2001:db8:0:1:1:1:1:1],[2001:db8:0:1:1:1:1:1]",
    "[1:0:0:2:0:0:0:3],[1:0:0:2::3]",
    "[1::],[1::]",
    "[64:ff9b::1.2.3.4],[64:ff9b::102:304]",
  })
  void canonical_goodHost_isAsBrowsersWriteIt(String text, String canonical) {
    assertThat(Host.canonical(text)).isEqualTo(canonical);
    assertThat(Host.canonical(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a.",
        ".a",
        "a..b",
        "-a.example",
        "a-.example",
        "a_b.example",
        "a b",
        "a%2eb",
        "a/b",
        "a\\b",
        "a@b",
        "a:80",
        "a#b",
        "a?b",
        "b\u00FCcher.example",
        "\u0131.example",
        "\u212A.example",
        "\uFF41.example",
        "a\u3002example",
        "a\u00AD.example",
        "1",
        "1.2",
        "1.2.3",
        "1.2.3.4.5",
        "01.2.3.4",
        "1.2.3.256",
        "a.1",
        "a.0x1",
        "0x7f000001",
        "0x",
        "[]",
        "[:]",
        "[::1",
        "::1",
        "[::1]x",
        "[::1%25eth0]",
        "[::1%eth0]",
        "[1.2.3.4]",
        "[::ffff:127.0.0.1]",
        "[g::1]",
        "[1:2:3:4:5:6:7:8:9]",
      })
  void canonical_whatBrowsersRefuseOrRewrite_isNull(String text) {
    assertThat(Host.canonical(text)).isNull();
  }

  @Test
  void canonical_labelOrNameTooLong_isNull() {
    assertThat(Host.canonical("a".repeat(63) + ".example")).isNotNull();
    assertThat(Host.canonical("a".repeat(64) + ".example")).isNull();
    assertThat(Host.canonical("abcdefghi.".repeat(25) + "abc")).isNotNull();
    assertThat(Host.canonical("abcdefghi.".repeat(25) + "abcd")).isNull();
  }

  @Test
  void isAddress_addressesAndNames_areToldApart() {
    assertThat(Host.isAddress("1.2.3.4")).isTrue();
    assertThat(Host.isAddress("[::1]")).isTrue();
    assertThat(Host.isAddress("localhost")).isFalse();
    assertThat(Host.isAddress("1.example")).isFalse();
  }
}
