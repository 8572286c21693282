package dev.tms.demo.nativeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HtmlFormTest {
  private static final Account ALICE = new Account("alice", "pass&word");

  @Test
  void login_pageWithSeveralForms_isTheFirstWithPassword() throws Exception {
    Answer page =
        page(
            """
            <FORM ACTION=/search><INPUT NAME=q></FORM>
            <form id="kc-form-login" onsubmit="login.disabled = true; return true;"
                  action="/realms/a/login-actions/authenticate?session_code=x&amp;tab_id=y" method="post">
              <input id="username" name="username" value="" type="text" autofocus
                     data-note="a > b">
              <input id='password' name='password' type='password'/>
              <input name="rememberMe" type="checkbox">
              <input name="seen" type="checkbox" checked value="on">
              <input type="hidden" name="credentialId" value="a&quot;b&#x41;&#66;"/>
              <input name="login" type="submit" value="Sign In"/>
            </form>
            """);

    HtmlForm form = HtmlForm.login(page).orElseThrow();

    assertThat(form.action())
        .hasToString(
            "https://id.example/realms/a/login-actions/authenticate?session_code=x&tab_id=y");
    assertThat(form.filledIn(ALICE))
        .containsExactly(
            entry("username", "alice"),
            entry("password", "pass&word"),
            entry("seen", "on"),
            entry("credentialId", "a\"bAB"));
  }

  @Test
  void login_formWithoutAction_goesToThePageItself() throws Exception {
    Answer page = page("<form><input name=p type=password></form>");

    assertThat(HtmlForm.login(page).orElseThrow().action()).isEqualTo(page.uri());
  }

  @Test
  void login_noPassword_isNone() throws Exception {
    assertThat(HtmlForm.login(page("<form><input name=user></form>"))).isEmpty();
  }

  @Test
  void login_actionIsNoUrl_fails() {
    Answer page = page("<form action='ht tp://{'><input name=p type=password></form>");

    assertThatThrownBy(() -> HtmlForm.login(page)).isInstanceOf(ClientFailure.class);
  }

  @Test
  void sentAtOnce_formPostResponse_isTaken() throws Exception {
    Answer page =
        page(
            """
            <HTML><BODY Onload="document.forms[0].submit()">
            <FORM METHOD="POST" ACTION="https://tms.example/callback">
            <INPUT TYPE="HIDDEN" NAME="code" VALUE="c" /><INPUT TYPE="HIDDEN" NAME="state" VALUE="s" />
            <NOSCRIPT><INPUT name="continue" type="submit" value="CONTINUE" /></NOSCRIPT>
            </FORM></BODY></HTML>
            """);

    assertThat(HtmlForm.sentAtOnce(page).orElseThrow().untouched())
        .isEqualTo(Map.of("code", "c", "state", "s"));
  }

  @Test
  void sentAtOnce_formToFillIn_isNotTaken() throws Exception {
    Answer page = page("<form><input name=user></form><script>form.submit()</script>");

    assertThat(HtmlForm.sentAtOnce(page)).isEmpty();
  }

  @Test
  @Timeout(5)
  void login_hostilePage_endsSoon() throws Exception {
    String body = "<form " + "a=\"".repeat(50_000) + "<input ".repeat(50_000) + "&#".repeat(50_000);

    assertThat(HtmlForm.login(page(body))).isEmpty();
  }

  private static Answer page(String body) {
    return new Answer(
        "GET",
        URI.create("https://id.example/auth?x=1"),
        Map.of(),
        200,
        HttpHeaders.of(Map.of("Content-Type", List.of("text/html")), (name, value) -> true),
        body,
        Duration.ofMillis(1));
  }
}
