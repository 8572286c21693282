package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.oauth.AllowedValues;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.web.Parameters;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginParametersTest {
  private static LoginParameters of(String query) {
    return LoginParameters.of(Parameters.parse(query), Map.of());
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
        "login_hint=a&login_hint=b",
        "prompt=login&prompt=none",
        "acr_values=%C3%A4"
      })
  void of_malformedValue_isRefused(String query) {
    assertThatThrownBy(() -> of(query))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
        .hasMessageNotContaining("script");
  }

  @ParameterizedTest
  @ValueSource(strings = {"login_hint", "acr_values"})
  void of_longValue_isRefused(String name) {
    assertThatThrownBy(() -> of(name + "=" + "a".repeat(1001))).isInstanceOf(TmsException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "%3Cscript%3E,",
    "%00,",
    "de%0d%0aX:y,",
    "x-------,",
    "de_DE+en,en",
    "de-CH++fr,de-CH fr",
    "%C3%A4+en-GB,en-GB"
  })
  void of_localesThatAreNone_areDropped(String text, String locales) {
    assertThat(of("ui_locales=" + text).uiLocales()).isEqualTo(locales);
  }

  @Test
  void of_longLocales_areDropped() {
    assertThat(of("ui_locales=" + "en+".repeat(100)).uiLocales()).isNull();
  }

  @Test
  void of_repeatedAlike_countsOnce() {
    assertThat(of("prompt=login&prompt=login&prompt=")).isEqualTo(of("prompt=login"));
  }

  private static final Map<String, AllowedValues> ALLOWED =
      Map.of(
          "kc_idp_hint", AllowedValues.oneOf("google", "git hub"),
          "organization", AllowedValues.matching("org_[A-Za-z0-9]{1,20}"));

  @Test
  void of_parametersOfTheSettings_areTakenWhole() {
    Parameters request = Parameters.parse("kc_idp_hint=git+hub&organization=org_a1&other=x");

    assertThat(LoginParameters.of(request, ALLOWED).others())
        .isEqualTo(Map.of("kc_idp_hint", "git hub", "organization", "org_a1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kc_idp_hint=Google",
        "kc_idp_hint=google+",
        "kc_idp_hint=googl",
        "kc_idp_hint=google%0d%0aX",
        "kc_idp_hint=google&kc_idp_hint=git+hub",
        "organization=org_",
        "organization=org_a1%0a",
        "organization=+org_a1",
        "organization=xorg_a1"
      })
  void of_parameterWithAnotherValue_isRefused(String query) {
    assertThatThrownBy(() -> LoginParameters.of(Parameters.parse(query), ALLOWED))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID))
        .hasMessageNotContaining("oogle");
  }

  @Test
  void of_parameterInAnotherCaseOrEmpty_isLeftOut() {
    Parameters request = Parameters.parse("KC_IDP_HINT=google&organization=");

    assertThat(LoginParameters.of(request, ALLOWED)).isEqualTo(LoginParameters.NONE);
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
