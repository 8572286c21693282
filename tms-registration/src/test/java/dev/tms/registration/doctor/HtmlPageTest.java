package dev.tms.registration.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class HtmlPageTest {
  @Test
  void text_isTitleAndWhatJsoupReads() {
    String text =
        seen(
                """
                <!DOCTYPE html><html><head><title> Sign&nbsp;in
                  to ACME </title><style>p { color: red }</style>
                  <script>var secret = "<p>not shown</p>";</script></head>
                <body><h1>We&#39;re   <em>sorry</em></h1><p>Invalid parameter:
                redirect_uri</p><noscript>Turn scripts on</noscript><!-- hidden --></body></html>
                """,
                "text/html")
            .text();

    assertThat(text).isEqualTo("Sign in to ACME\nWe're sorry Invalid parameter: redirect_uri");
  }

  @Test
  void text_holdsNoControlsAndNoEscapes() {
    String text =
        seen(
                "<title>\u001B]0;own\u0007T&#27;[31mred</title><p>a\u001B[2J\u001B[1;1Hb\u009B5mc\u202Ed\u200Be\u0000f\u0008g\u001BPq\u001B\\h"
                    + " \u001B(Bi&#27;]8;;http://x\u0007j</p>",
                "text/html")
            .text();

    assertThat(text)
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]")
        .startsWith("Tred\nabcdef")
        .endsWith("gh ij");
    assertThat(PlainText.cut("a\uD83D\uDE00b", 2)).isEqualTo("a\u2026");
  }

  @Test
  void hostilePage_endsSoon() {
    look("<div>".repeat(45_000));
    look("<table>".repeat(30_000));
    look("<label for=a><input id=a>".repeat(10_000));
    look("<h1><div>".repeat(25_000));
    look("<input hidden>".repeat(15_000));
    look("<noscript><div>".repeat(15_000));
    look("<a><b><i><u>".repeat(20_000));
    look("<form><input type=password ".repeat(7_000));
    look("<form action=%>".repeat(15_000));
    look("<p style='" + " ".repeat(250_000) + "'>x");
    look("\u001B]".repeat(100_000) + " \n".repeat(25_000));
    assertThat(
            page("<meta http-equiv=refresh content='0;url=" + "%".repeat(400_000) + "'>").movesTo())
        .isPresent();
  }

  @Test
  void otherText_isTakenAsItIs() {
    assertThat(seen(" no <b>tags</b>\u0007\r\n\r\n here ", "text/plain").text())
        .isEqualTo("no <b>tags</b>\nhere");
    assertThat(seen("{\"error\":\"x\"}", "application/json").text()).isEqualTo("{\"error\":\"x\"}");
    assertThat(seen("<p>x", "").text()).isEqualTo("x");
  }

  @Test
  void body_isReadInItsCharacterSet() {
    byte[] page =
        "<html><head><meta charset=\"iso-8859-15\"><title>\u20ac</title>"
            .getBytes(Charset.forName("iso-8859-15"));
    byte[] older =
        "<meta http-equiv=Content-Type content='text/html; charset=Shift_JIS'>\u65e5"
            .getBytes(Charset.forName("Shift_JIS"));
    byte[] marked = "\uFEFF<p>caf\u00e9".getBytes(StandardCharsets.UTF_8);
    byte[] western = "<p>caf\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(seen(page, "text/html").text()).startsWith("\u20ac");
    assertThat(seen(older, "text/html").text()).endsWith("\u65e5");
    assertThat(seen(marked, "text/html").text()).endsWith("caf\u00e9");
    assertThat(seen(western, "text/html; charset=\"latin1\"").text()).endsWith("caf\u00e9");
    assertThat(seen(marked, "text/html; charset=no-such").text()).endsWith("caf\u00e9");
    assertThat(seen(marked, "text/html; charset=\"%\"").text()).endsWith("caf\u00e9");
    assertThat(seen(new byte[0], "text/html").text()).isBlank();
  }

  @Test
  void needsScript_isToldOfEmptyPagesOnly() {
    String app = "<div id=root></div><script src=app.js></script>";

    assertThat(page(app).needsScript()).isTrue();
    assertThat(page("<p>Loading\u2026</p>" + app).needsScript()).isTrue();
    assertThat(
            page("<noscript>Your browser has JavaScript off</noscript>"
                    + "<p>Welcome to the portal of ACME, please wait a moment.</p>"
                    + app)
                .needsScript())
        .isTrue();
    assertThat(page("<p>Sorry, there was an error: unauthorized_client</p>" + app).needsScript())
        .isFalse();
    assertThat(page("<form><input name=user></form>" + app).needsScript()).isFalse();
    assertThat(page("<p>short").needsScript()).isFalse();
    assertThat(page("<noscript>Please enable JavaScript.</noscript>" + app).text())
        .isEqualTo("Please enable JavaScript.");
  }

  @Test
  void looksLikeLogin_byPasswordOrName() {
    assertThat(page("<input type=PASSWORD name=x>").looksLikeLogin()).isTrue();
    assertThat(page("<form><input type=email name=x id=Email></form>").looksLikeLogin()).isTrue();
    assertThat(page("<form><input name=loginfmt></form>").looksLikeLogin()).isTrue();
    assertThat(page("<form><input name=x autocomplete=username></form>").looksLikeLogin()).isTrue();
    assertThat(page("<form><input name=q type=search></form>").looksLikeLogin()).isFalse();
    assertThat(page("<form><input type=hidden name=user></form>").looksLikeLogin()).isFalse();
    assertThat(page("<p>password</p>").looksLikeLogin()).isFalse();
  }

  @Test
  void formTo_findsTheOneThatIsSentThere() {
    HtmlPage page =
        page(
            """
            <form action="/other"><input name=a value=b></form>
            <FORM METHOD=post ACTION="https://TMS.example:443/callback">
            <INPUT TYPE=hidden NAME=error VALUE="a&amp;b"><input name=error value=second>
            <noscript><input type=submit value=Go></noscript></FORM>
            """);

    assertThat(page.formTo(URI.create("https://tms.example/callback")))
        .contains(Map.of("error", "a&b"));
    assertThat(page.formTo(URI.create("https://tms.example/other"))).isEmpty();
  }

  @Test
  void movesTo_soonOnly() {
    assertThat(page("<meta http-equiv=Refresh content='0; URL=\"next?a=b\"'>").movesTo())
        .contains(URI.create("https://id.example/a/next?a=b"));
    assertThat(page("<meta http-equiv=refresh content='1.5,url=/x'>").movesTo())
        .contains(URI.create("https://id.example/x"));
    assertThat(page("<meta http-equiv=refresh content='30;url=/x'>").movesTo()).isEmpty();
    assertThat(page("<meta http-equiv=refresh content='5'>").movesTo()).isEmpty();
  }

  private static void look(String html) {
    HtmlPage page = page(html);
    page.text();
    page.looksLikeLogin();
    page.needsScript();
    page.formTo(URI.create("https://tms.example/"));
    page.movesTo();
  }

  private static HtmlPage page(String html) {
    return new HtmlPage(seen(html, "text/html"));
  }

  private static Seen seen(String body, String type) {
    return seen(body.getBytes(StandardCharsets.UTF_8), type);
  }

  private static Seen seen(byte[] body, String type) {
    return new Seen(
        URI.create("https://id.example/a/page?x=1"),
        200,
        type.isEmpty() ? List.of() : List.of(new Header("Content-Type", type)),
        body,
        Instant.EPOCH,
        Duration.ZERO);
  }
}
