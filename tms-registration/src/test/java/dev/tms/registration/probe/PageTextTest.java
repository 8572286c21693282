package dev.tms.registration.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PageTextTest {
  @Test
  void of_page_isWhatAPersonReads() {
    PageText text =
        html(
            """
            <!DOCTYPE html><html><head><title> Sign&nbsp;in
              to ACME </title><style>p { color: red }</style>
              <script>var secret = "<p>not shown</p>";</script></head>
            <body class="x">
              <div hidden>hidden</div><div style="DISPLAY : none"><b>hidden</b></div>
              <h1>We&#39;re   <em>sorry</em></h1>
              <p>Invalid parameter:
                 redirect_uri</p><ul><li>one<li>two</ul>
              a<br>b<img alt="logo" src=x><svg><text>hidden</text></svg>
              <table><tr><td>Request</td><td>42</td></tr></table>
              <noscript>Turn scripts on</noscript><template>hidden</template>
              <form><input type=hidden name=h value=hidden><input name=c type=submit value=Go>
              <button>Back</button></form><!-- hidden -->
            </body></html>
            """);

    assertThat(text.title()).contains("Sign in to ACME");
    assertThat(text.text())
        .isEqualTo(
            "We're sorry\nInvalid parameter: redirect_uri\none\ntwo\na\nb logo\nRequest\n42\nGo"
                + " Back");
  }

  @Test
  void text_holdsNoControlsAndNoEscapes() {
    PageText text =
        html(
            "<title>\u001B]0;own\u0007T&#27;[31mred</title><p>a\u001B[2J\u001B[1;1Hb\u009B5mc\u202Ed\u200Be\u0000f\u0008g\u001BPq\u001B\\h"
                + " \u001B(Bi&#27;]8;;http://x\u0007j</p>");

    assertThat(text.title()).contains("Tred");
    assertThat(text.text())
        .doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]")
        .isEqualTo("abcdefgh ij");
  }

  @Test
  void text_isBounded() {
    PageText text =
        html(
            "<title>"
                + "t".repeat(9000)
                + "</title>"
                + "<h2>"
                + "h".repeat(9000)
                + "</h2>"
                + "<h3>x</h3><h3>y".repeat(100)
                + "<p>word ".repeat(50_000)
                + "<input name="
                + "n".repeat(9000)
                + ">");

    assertThat(text.title().orElseThrow()).hasSize(201).endsWith("\u2026");
    assertThat(text.text()).hasSize(4001);
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
    look("<script>" + "\"errorMessage\":\"\\\\".repeat(30_000) + "</script>");
    look("<script>\"errorMessage\":\"" + "x".repeat(450_000) + "</script>");
    look("<p style='" + " ".repeat(250_000) + "'>x");
    look("\u001B]".repeat(100_000) + " \n".repeat(25_000));
    Seen refresh =
        seen("<meta http-equiv=refresh content='0;url=" + "%".repeat(400_000) + "'>", "text/html");
    assertThat(HtmlPage.of(refresh).movesTo()).isPresent();
  }

  @Test
  void otherText_isTakenAsItIs() {
    PageText text = seen(" no <b>tags</b>\u0007\r\n\r\n here ", "text/plain").text();

    assertThat(text.title()).isEmpty();
    assertThat(text.text()).isEqualTo("no <b>tags</b>\nhere");
    assertThat(seen("{\"error\":\"x\"}", "application/json").text().text())
        .isEqualTo("{\"error\":\"x\"}");
    assertThat(seen("<p>x", "").text().text()).isEqualTo("x");
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
    assertThat(html("<noscript>Please enable JavaScript.</noscript>" + app).text())
        .isEqualTo("Please enable JavaScript.");
  }

  @Test
  void errorInTheDataForScripts_isShownFirst() {
    String data =
        "<script>$Config={\"iErrorCode\":50011,\"strServiceExceptionMessage\":"
            + "\"AADSTS50011: The redirect URI \\u0027https:\\/\\/a\\u0027 is not"
            + " registered.\\r\\nTrace\",\"errorMessage\":\"\",\"errorMessage\":42};</script>";

    assertThat(html("<noscript>JavaScript required to sign in</noscript>" + data).text())
        .isEqualTo(
            "AADSTS50011: The redirect URI 'https://a' is not registered.\nTrace\n"
                + "JavaScript required to sign in");
    assertThat(
            html("<p>A page that can be read without its scripts, so their data is not.</p>" + data)
                .text())
        .doesNotContain("AADSTS");
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
    page.text(UnaryOperator.identity());
    page.looksLikeLogin();
    page.needsScript();
    page.formTo(URI.create("https://tms.example/"));
    page.movesTo();
  }

  private static PageText html(String html) {
    return seen(html, "text/html").text();
  }

  private static HtmlPage page(String html) {
    return HtmlPage.of(seen(html, "text/html"));
  }

  static Seen seen(String body, String type) {
    return new Seen(
        URI.create("https://id.example/a/page?x=1"),
        200,
        type.isEmpty() ? List.of() : List.of(new Header("Content-Type", type)),
        body,
        Instant.EPOCH,
        Duration.ZERO);
  }
}
