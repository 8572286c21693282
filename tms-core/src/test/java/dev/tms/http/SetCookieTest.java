package dev.tms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.web.CookiePolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SetCookieTest {
  private static final CookiePolicy HTTPS = new CookiePolicy("tms", SameSite.LAX, true);
  private static final CookiePolicy HTTP = new CookiePolicy("tms", SameSite.LAX, false);

  @Test
  void serialize_https_hasPrefixAndEveryAttribute() {
    assertThat(HTTPS.set("-csrf", "abc").serialize())
        .isEqualTo("__Host-tms-csrf=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  @Test
  void serialize_loopbackHttp_hasNeitherPrefixNorSecure() {
    assertThat(HTTP.set("", "abc").serialize())
        .isEqualTo("tms=abc; Path=/; HttpOnly; SameSite=Lax");
  }

  @Test
  void serialize_never_hasDomainOrMaxAge() {
    assertThat(HTTPS.set("", "abc").serialize()).doesNotContain("Domain", "Max-Age", "Expires");
  }

  @Test
  void serialize_lasting_hasMaxAgeUntilItIsCleared() {
    CookiePolicy lasting = HTTPS.lasting(Duration.ofMinutes(15));

    assertThat(lasting.set("", "abc").serialize())
        .isEqualTo("__Host-tms=abc; Path=/; Max-Age=900; Secure; HttpOnly; SameSite=Lax");
    assertThat(lasting.clear("").serialize())
        .containsOnlyOnce("Max-Age=")
        .contains("Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
  }

  @ParameterizedTest
  @EnumSource(SameSite.class)
  @DisplayName("Lesson 31: a deletion repeats name, path and attributes exactly")
  void clear_attributes_areThoseOfTheCookieThatWasSet(SameSite sameSite) {
    CookiePolicy policy = new CookiePolicy("tms", sameSite, true);
    for (String suffix : List.of("", ".1", "-use", "-csrf", "-login-abc")) {
      List<String> set = attributes(policy.set(suffix, "abc"));
      List<String> clear = attributes(policy.clear(suffix));

      assertThat(clear.get(0)).isEqualTo(policy.name(suffix) + "=");
      assertThat(set.get(0)).isEqualTo(policy.name(suffix) + "=abc");
      assertThat(clear.subList(1, clear.size()))
          .containsAll(set.subList(1, set.size()))
          .contains("Max-Age=0", "Expires=Thu, 01 Jan 1970 00:00:00 GMT")
          .hasSize(set.size() - 1 + 2);
    }
  }

  private static List<String> attributes(SetCookie cookie) {
    return Arrays.asList(cookie.serialize().split("; "));
  }

  @Test
  void size_ofACookie_countsNameValueAndAttributes() {
    SetCookie cookie = HTTPS.set("", "abc");

    assertThat(cookie.size()).isEqualTo(cookie.serialize().length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a;b", "a b", "a,b", "a\"b", "a\\b", "a\r\nSet-Cookie: x=y", "\u00E9", "a\u0000"})
  void constructor_valueWithForbiddenCharacter_isRefusedWithoutShowingIt(String value) {
    assertThatThrownBy(() -> HTTPS.set("", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a=b", "a;b", "a\r\n", "\u00E9", "a/b", "a\"b"})
  void constructor_nameThatIsNoToken_isRefused(String name) {
    assertThatThrownBy(() -> new SetCookie(name, "v", SameSite.LAX, true, false, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void constructor_combinationsThatBrowsersDrop_areRefused() {
    assertThatThrownBy(() -> new SetCookie("__Host-tms", "v", SameSite.LAX, false, false, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SetCookie("__secure-tms", "v", SameSite.LAX, false, false, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SetCookie("tms", "v", SameSite.NONE, false, false, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SetCookie("tms", "v", SameSite.LAX, true, true, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void toString_ofACookie_hasNoValue() {
    assertThat(HTTPS.set("", "topsecret").toString()).doesNotContain("topsecret");
    assertThat(HTTPS.set("", "topsecret").header().toString()).doesNotContain("topsecret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "tms;", "__Host-tms", "__secure-x", "\u00E9", "tms.1"})
  void policy_baseNameThatDoesNotWork_isRefused(String name) {
    assertThatThrownBy(() -> new CookiePolicy(name, SameSite.LAX, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void policy_sameSiteNoneWithoutHttps_isRefused() {
    assertThatThrownBy(() -> new CookiePolicy("tms", SameSite.NONE, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HTTP.with(SameSite.NONE)).isInstanceOf(IllegalArgumentException.class);
    assertThat(HTTPS.with(SameSite.NONE).set("", "a").serialize()).endsWith("; SameSite=None");
  }
}
