package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Parameters;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginParametersTest {
  private static LoginParameters of(String query) {
    return LoginParameters.of(Parameters.parse(query));
  }

  @Test
  void of_allowListedParameters_areTaken() {
    LoginParameters login =
        of("prompt=login+consent&login_hint=a%40b.c&max_age=60&ui_locales=de+en&acr_values=x+y");

    assertThat(login)
        .isEqualTo(
            new LoginParameters(
                "x y", false, "login consent", "a@b.c", Duration.ofMinutes(1), "de en"));
  }

  @Test
  void of_anythingElse_isLeftOut() {
    assertThat(
            of("scope=admin&redirect_uri=https://evil.example&response_mode=x&request=y&claims=z"))
        .isEqualTo(LoginParameters.NONE);
    assertThat(of("prompt=&login_hint=&max_age=&ui_locales=&acr_values="))
        .isEqualTo(LoginParameters.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prompt=unheard-of",
        "prompt=none+login",
        "max_age=-1",
        "max_age=soon",
        "max_age=1e3",
        "max_age=9999999999",
        "login_hint=a%00b",
        "login_hint=a%0d%0ab",
        "ui_locales=%3Cscript%3E",
        "acr_values=%C3%A4"
      })
  void of_malformedValue_isRefused(String query) {
    assertThatThrownBy(() -> of(query))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
        .hasMessageNotContaining("script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login_hint", "acr_values", "ui_locales"})
  void of_longValue_isRefused(String name) {
    assertThatThrownBy(() -> of(name + "=" + "a".repeat(1001))).isInstanceOf(TmsException.class);
  }

  @Test
  void withTenant_itsAcrValues_winOverTheCallers() {
    assertThat(of("acr_values=weak").withTenant("strong", false).acrValues()).isEqualTo("strong");
    assertThat(of("acr_values=weak").withTenant(null, false).acrValues()).isEqualTo("weak");
    assertThat(of("acr_values=weak").withTenant(" ", false).acrValues()).isEqualTo("weak");
  }

  @Test
  void withTenant_promptLogin_addsLogin() {
    assertThat(LoginParameters.NONE.withTenant(null, true).prompts()).containsExactly("login");
    assertThat(of("prompt=consent").withTenant(null, true).prompts())
        .containsExactly("consent", "login");
    assertThat(of("prompt=login").withTenant(null, true).prompts()).containsExactly("login");
  }

  @Test
  void withTenant_promptLogin_cannotBeUndoneByNone() {
    assertThat(of("prompt=none").withTenant(null, true).prompts()).containsExactly("login");
    assertThat(of("prompt=none").withTenant(null, false).prompts()).containsExactly("none");
  }

  @Test
  void toString_callersText_isNotShown() {
    assertThat(of("login_hint=a%40b.c").toString()).doesNotContain("a@b.c");
  }
}
