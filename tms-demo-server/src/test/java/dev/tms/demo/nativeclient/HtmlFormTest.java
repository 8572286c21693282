package dev.tms.demo.nativeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HtmlFormTest {
  private static final Account ALICE = new Account("alice", "pass&word");

  @Test
  void toSignIn_pageWithSeveralForms_isTheFirstWithPassword() throws Exception {
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

    HtmlForm form = HtmlForm.toSignIn(page).orElseThrow();

    assertThat(form.action())
        .hasToString(
            "https://id.example/realms/a/login-actions/authenticate?session_code=x&tab_id=y");
    assertThat(form.isPost()).isTrue();
    assertThat(sent(form))
        .containsExactly(
            "username=alice",
            "password=pass&word",
            "seen=on",
            "credentialId=a\"bAB",
            "login=Sign In"); // as browsers do, whichever way it is sent
  }

  @Test
  void toSignIn_formWithoutAction_goesToThePageItself() throws Exception {
    Answer page = page("<form><input name=p type=password></form>");
    HtmlForm form = HtmlForm.toSignIn(page).orElseThrow();

    assertThat(form.action()).isEqualTo(page.uri());
    assertThat(form.isPost()).as("without a method it is GET").isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<form method=post><input name=user></form>",
        "<form method=post><input name=whatever></form>", // the only field there is
        "<form method=post><input type=email name=e id=mail><input name=x></form>",
        "<form method=post><input name=x autocomplete='username webauthn'><input name=y></form>",
        "<form action=/search><input name=q></form><form method=post><input name=user></form>"
      })
  void toSignIn_noPassword_asksForTheUserName(String body) throws Exception {
    HtmlForm form = HtmlForm.toSignIn(page(body)).orElseThrow();

    assertThat(form.kind()).isEqualTo(HtmlForm.Kind.USER_NAME);
    assertThat(sent(form)).filteredOn(field -> field.endsWith("=alice")).hasSize(1);
  }

  @Test
  void toSignIn_areaAndSelection_areSentAsBrowsersDo() throws Exception {
    HtmlForm form =
        HtmlForm.toSignIn(
                page(
                    """
                    <form method=post><input name=username><textarea name=claims></textarea>
                    <select name=realm><option value=a>A<option value=b selected>B</select>
                    <select name=first><option value=c>C<option value=d>D</select>
                    <input name=off value=x disabled></form>
                    """))
            .orElseThrow();

    assertThat(sent(form)).containsExactly("username=alice", "claims=", "realm=b", "first=c");
  }

  @Test
  void toSignIn_consent_checksScopesAndDoesNotPressCancel() throws Exception {
    HtmlForm form =
        HtmlForm.toSignIn(
                page(
                    """
                    <form method=post action=/logout><button name=logout>Not you? Sign out</button></form>
                    <form method=post action=/consent><input type=hidden name=state value=s>
                    <input type=checkbox name=scope value=profile>
                    <input type=checkbox name=scope value=email>
                    <button name=answer value=cancel>Cancel</button>
                    <button name=answer value=accept>Accept</button></form>
                    """))
            .orElseThrow();

    assertThat(form.kind()).isEqualTo(HtmlForm.Kind.CONSENT);
    assertThat(form.action()).hasPath("/consent");
    assertThat(sent(form))
        .containsExactly("state=s", "scope=profile", "scope=email", "answer=accept");
  }

  @Test
  void toSignOut_buttonsOutsideOfTheForm_belongToIt() throws Exception {
    HtmlForm form =
        HtmlForm.toSignOut(
                page(
                    """
                    <form id="op.logoutForm" method="post" action="/confirm">
                    <input type="hidden" name="xsrf" value="x"/></form>
                    <button type="submit" form="op.logoutForm">No, stay signed in</button>
                    <button type="submit" form="op.logoutForm" value="yes" name="logout">Yes</button>
                    """))
            .orElseThrow();

    assertThat(sent(form)).containsExactly("xsrf=x", "logout=yes");
  }

  @Test
  void toSignIn_codeOrNewPassword_isMore() {
    assertThat(kind("<form method=post><input name=a><input name=b></form>"))
        .isEqualTo(HtmlForm.Kind.MORE);
    assertThat(
            kind(
                "<form method=post><input type=password name=a><input type=password"
                    + " name=b></form>"))
        .isEqualTo(HtmlForm.Kind.MORE);
  }

  @Test
  void action_isNoUrl_fails() {
    HtmlForm form = form("<form action='ht tp://{'><input name=p type=password></form>");

    assertThatThrownBy(form::action).isInstanceOf(ClientFailure.class);
  }

  @Test
  void action_isAScript_needsJavaScript() {
    HtmlForm form = form("<form action='javascript:go()'><input name=p type=password></form>");

    assertThatThrownBy(form::action)
        .isInstanceOf(ClientFailure.class)
        .hasMessageContaining("needs JavaScript");
  }

  @Test
  void toSignIn_formPostResponse_isSentAtOnce() throws Exception {
    HtmlForm form =
        form(
            """
            <HTML><BODY Onload="document.forms[0].submit()">
            <FORM METHOD="POST" ACTION="https://tms.example/callback">
            <INPUT TYPE="HIDDEN" NAME="code" VALUE="c" /><INPUT TYPE="HIDDEN" NAME="state" VALUE="s" />
            <NOSCRIPT><INPUT name="continue" type="submit" value="CONTINUE" /></NOSCRIPT>
            </FORM></BODY></HTML>
            """);

    assertThat(form.kind()).isEqualTo(HtmlForm.Kind.SENT_AT_ONCE);
    assertThat(sent(form)).containsExactly("code=c", "state=s");
  }

  @Test
  void toSignIn_formToFillInBesideAScript_isNotSentAtOnce() {
    assertThat(kind("<form><input name=user></form><script>form.submit()</script>"))
        .isEqualTo(HtmlForm.Kind.USER_NAME);
  }

  @Test
  @Timeout(5)
  void toSignIn_hostilePage_endsSoon() {
    String body = "<form " + "a=\"".repeat(50_000) + "<input ".repeat(50_000) + "&#".repeat(50_000);

    assertThat(HtmlForm.toSignIn(page(body)).map(HtmlForm::kind))
        .isNotEqualTo(Optional.of(HtmlForm.Kind.PASSWORD));
  }

  @Test
  @Timeout(5)
  void toSignIn_pageOfManyForms_endsSoon() {
    String body = "<form method=post id=a><button form=a name=b>".repeat(20_000);

    assertThat(HtmlForm.toSignIn(page(body))).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0;url=/next | /next",
        "0; URL='https://id.example/next' | /next",
        "3,url=next | /next"
      })
  void refresh_withinSeconds_leadsOn(String content, String path) {
    Answer page = page("<meta http-equiv=Refresh content=\"" + content + "\">");

    assertThat(page.refresh().orElseThrow()).hasPath(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1800;url=/expired", "5", "0;url=ht tp://{"})
  void refresh_laterOrNowhere_isNone(String content) {
    assertThat(page("<meta http-equiv=refresh content=\"" + content + "\">").refresh()).isEmpty();
  }

  private static HtmlForm form(String body) {
    return HtmlForm.toSignIn(page(body)).orElseThrow();
  }

  private static HtmlForm.Kind kind(String body) {
    return form(body).kind();
  }

  private static List<String> sent(HtmlForm form) {
    return form.filledIn(ALICE).stream().map(f -> f.name() + "=" + f.value()).toList();
  }

  private static Answer page(String body) {
    return new Answer(
        "GET",
        URI.create("https://id.example/auth?x=1"),
        Set.of(),
        200,
        HttpHeaders.of(Map.of("Content-Type", List.of("text/html")), (name, value) -> true),
        body,
        Duration.ofMillis(1));
  }
}
