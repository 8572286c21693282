package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.FakeRequest;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.KeyRing;
import dev.tms.seal.Keys;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.testkit.ManualClock;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AntiforgeryTest {
  private static final SealScope SCOPE =
      new SealScope("tms", "https://id.example", "shop", "https://shop.example");

  private final KeyRing ring = Keys.inMemory().open(new ManualClock(), event -> {});
  private final Sealer sealer = new Sealer(ring, SCOPE);
  private final Antiforgery antiforgery =
      new Antiforgery(sealer, new CookiePolicy("tms", SameSite.LAX, true));
  private final Antiforgery.Value value = Antiforgery.Value.random(new SecureRandom());
  private final Antiforgery.Value other = Antiforgery.Value.random(new SecureRandom());

  private static Cookies sent(SetCookie... cookies) {
    return Cookies.of(FakeRequest.get("/").cookies(List.of(cookies)));
  }

  @Test
  void fromCookie_cookieThatWasSet_givesTheValue() {
    SetCookie cookie = antiforgery.cookie(value);

    assertThat(antiforgery.fromCookie(sent(cookie))).contains(value);
    assertThat(cookie.name()).isEqualTo("__Host-tms-csrf");
    assertThat(cookie.serialize()).contains("HttpOnly", "Secure", "SameSite=Lax", "Path=/");
    assertThat(cookie.serialize()).doesNotContain("Max-Age");
  }

  @Test
  void fromCookie_noneOrTwo_isEmpty() {
    assertThat(antiforgery.fromCookie(sent())).isEmpty();
    assertThat(antiforgery.fromCookie(sent(antiforgery.cookie(value), antiforgery.cookie(value))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "AAAAAAAAAAAAAAAAAAAAAA", "not base64!", "\u00E9"})
  void fromCookie_madeUp_isEmpty(String text) {
    assertThat(antiforgery.fromCookie(Cookies.parse(List.of("__Host-tms-csrf=" + text)))).isEmpty();
  }

  @Test
  void fromCookie_rawValue_isEmpty() {
    String raw = Base64.getUrlEncoder().withoutPadding().encodeToString(value.bytes());

    assertThat(antiforgery.fromCookie(Cookies.parse(List.of("__Host-tms-csrf=" + raw)))).isEmpty();
    assertThat(antiforgery.matches(raw, value)).isFalse();
  }

  @Test
  @DisplayName("Lesson 38: a token belongs to one session's value")
  void matches_ownTokenOnly_isTrue() {
    String token = antiforgery.token(value);

    assertThat(antiforgery.matches(token, value)).isTrue();
    assertThat(antiforgery.matches(token, other)).isFalse();
    assertThat(antiforgery.matches(antiforgery.token(other), value)).isFalse();
  }

  @Test
  void token_twice_differsAndStaysGood() {
    String before = antiforgery.token(value);
    String after = antiforgery.token(value);

    assertThat(before).isNotEqualTo(after);
    assertThat(antiforgery.matches(before, value)).isTrue();
    assertThat(antiforgery.matches(after, value)).isTrue();
  }

  @Test
  @DisplayName("Lesson 38: cookie and token cannot stand in for each other")
  void cookieAndToken_exchanged_doNotOpen() {
    SetCookie cookie = antiforgery.cookie(value);
    String token = antiforgery.token(value);

    assertThat(antiforgery.matches(cookie.value(), value)).isFalse();
    assertThat(antiforgery.fromCookie(Cookies.parse(List.of(cookie.name() + "=" + token))))
        .isEmpty();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "null", "undefined", "AAAA", "\u00E9"})
  void matches_noToken_isFalse(String header) {
    assertThat(antiforgery.matches(header, value)).isFalse();
  }

  @Test
  void matches_veryLongHeader_isFalse() {
    assertThat(antiforgery.matches("A".repeat(1_000_000), value)).isFalse();
  }

  @Test
  void matches_sealedForAnotherPurposeOrScope_isFalse() {
    byte[] use = "token".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Sealer elsewhere =
        new Sealer(ring, new SealScope("tms", "https://id.example", "shop", "https://b.example"));

    assertThat(antiforgery.matches(sealer.sealText(Purpose.SESSION, value.bytes(), use), value))
        .isFalse();
    assertThat(
            antiforgery.matches(elsewhere.sealText(Purpose.ANTIFORGERY, value.bytes(), use), value))
        .isFalse();
    assertThat(antiforgery.matches(sealer.sealText(Purpose.ANTIFORGERY, new byte[3], use), value))
        .isFalse();
  }

  @Test
  void matches_mutatedToken_isFalse() {
    long seed = 5L;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      String token = antiforgery.token(value);
      StringBuilder text = new StringBuilder(token);
      text.setCharAt(random.nextInt(text.length()), (char) ('!' + random.nextInt(90)));
      if (!text.toString().equals(token)) {
        assertThat(antiforgery.matches(text.toString(), value)).as("seed %s", seed).isFalse();
      }
    }
  }

  @Test
  void matches_requestWithOneHeader_isTrue() {
    String token = antiforgery.token(value);
    FakeRequest request = FakeRequest.post("/").header("requestverificationtoken", token);

    assertThat(antiforgery.matches(request, value)).isTrue();
    assertThat(antiforgery.matches(request.header(Antiforgery.HEADER, token), value)).isFalse();
    assertThat(antiforgery.matches(FakeRequest.post("/"), value)).isFalse();
  }

  @Test
  void repair_cookieAgrees_isEmpty() {
    assertThat(antiforgery.repair(sent(antiforgery.cookie(value)), value)).isEmpty();
  }

  @Test
  void repair_cookieMissingOrOther_setsTheValue() {
    for (Cookies cookies :
        List.of(
            sent(),
            sent(antiforgery.cookie(other)),
            sent(antiforgery.cookie(value), antiforgery.cookie(value)),
            Cookies.parse(List.of("__Host-tms-csrf=planted")))) {
      SetCookie repaired = antiforgery.repair(cookies, value).orElseThrow();

      assertThat(antiforgery.fromCookie(sent(repaired))).contains(value);
    }
  }

  @Test
  @DisplayName("Lesson 31: the cookie is cleared with the attributes it was set with")
  void clear_attributes_areThoseOfTheCookie() {
    assertThat(antiforgery.clear().serialize())
        .startsWith("__Host-tms-csrf=;")
        .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax", "Max-Age=0");
  }
}
