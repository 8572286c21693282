package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.CookieTooLargeException;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SealedCookieTest {
  private static final CookiePolicy POLICY = new CookiePolicy("tms", SameSite.LAX, true);
  private static final String NAME = "__Host-tms";

  private final Sealer sealer = SealRig.sealer();
  private final SealedCookie cookie = new SealedCookie(POLICY, "", sealer, Purpose.SESSION);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 2900, 2980, 3100, 6000, 9000, 12_000})
  void write_thenRead_givesTheSameBytesWithinLimits(int length) {
    byte[] plain = random(length);

    List<SetCookie> written = cookie.write(plain);

    assertThat(written)
        .extracting(SetCookie::name)
        .containsExactly(NAME, NAME + ".1", NAME + ".2", NAME + ".3");
    assertThat(written).allMatch(c -> c.size() <= CookiePolicy.MAX_COOKIE_BYTES);
    int count = jar(written).size();
    assertThat(written.get(0).value()).startsWith(String.valueOf(count));
    assertThat(written.stream().map(SetCookie::clear).toList())
        .isEqualTo(List.of(false, count < 2, count < 3, count < 4));
    assertThat(read(jar(written)))
        .isInstanceOfSatisfying(
            Opened.class, opened -> assertThat(opened.plain()).isEqualTo(plain));
  }

  @Test
  @DisplayName("Lesson 15: there are at most four chunks, and a value that needs more is refused")
  void write_largestThatFits_fillsFourAndOneMoreIsRefused() {
    int low = 0;
    int high = 20_000;
    while (low + 1 < high) {
      int middle = (low + high) / 2;
      if (fits(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    List<SetCookie> written = cookie.write(random(low));
    assertThat(jar(written)).hasSize(4);
    assertThat(written.subList(0, 3)).allMatch(c -> c.size() == CookiePolicy.MAX_COOKIE_BYTES);
    assertThat(written.get(3).size()).isBetween(4094, CookiePolicy.MAX_COOKIE_BYTES);
    assertThat(read(jar(written))).isInstanceOf(Opened.class);

    byte[] tooLarge = random(high);
    CookieTooLargeException e =
        catchThrowableOfType(CookieTooLargeException.class, () -> cookie.write(tooLarge));
    assertThat(e.needed()).isGreaterThan(e.available());
    assertThat(e.needed() - e.available()).isLessThan(3);
    assertThat(e).hasMessageContaining(NAME).hasMessageContaining(String.valueOf(e.needed()));
  }

  @Test
  @DisplayName("Lesson 15: the number of chunks is authenticated")
  void read_countChanged_doesNotOpen() {
    for (int length : new int[] {10, 5000, 8000, 11_000}) {
      Map<String, String> jar = jar(cookie.write(random(length)));
      String first = jar.get(NAME);
      for (String digit : List.of("0", "1", "2", "3", "4", "5", "9", ":", "-", "", "01", "99999")) {
        if (!digit.equals(first.substring(0, 1))) {
          Map<String, String> changed = new LinkedHashMap<>(jar);
          changed.put(NAME, digit + first.substring(1));
          assertThat(read(changed)).as(digit).isInstanceOf(SealedCookie.Unopenable.class);
        }
      }
    }
  }

  @Test
  @DisplayName("Lesson 15: a text re-cut into another number of chunks does not open")
  void read_recut_doesNotOpen() {
    String text = jar(cookie.write(random(100))).get(NAME);
    Map<String, String> recut = new LinkedHashMap<>();
    recut.put(NAME, "2" + text.substring(1, 50));
    recut.put(NAME + ".1", text.substring(50));

    assertThat(read(recut)).isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  @DisplayName("Section 2, 10: chunks left over from a longer value do not disturb a shorter one")
  void read_staleTrailingChunks_areIgnored() {
    Map<String, String> jar = jar(cookie.write(random(11_000)));
    jar.putAll(jar(cookie.write("short".getBytes(UTF_8))));

    assertThat(jar).hasSize(4);
    assertThat(read(jar))
        .isInstanceOfSatisfying(
            Opened.class, opened -> assertThat(opened.plain()).asString().isEqualTo("short"));
  }

  @Test
  void read_chunkOfAnotherValue_doesNotOpen() {
    Map<String, String> one = jar(cookie.write(random(5000)));
    Map<String, String> two = jar(cookie.write(random(5000)));
    one.put(NAME + ".1", two.get(NAME + ".1"));

    assertThat(read(one)).isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  void read_chunkMissingOrEmpty_doesNotOpen() {
    Map<String, String> jar = jar(cookie.write(random(8000)));
    for (String name : List.of(NAME + ".1", NAME + ".2")) {
      Map<String, String> changed = new LinkedHashMap<>(jar);
      changed.remove(name);
      assertThat(read(changed)).isInstanceOf(SealedCookie.Unopenable.class);
      changed.put(name, "");
      assertThat(read(changed)).isInstanceOf(SealedCookie.Unopenable.class);
    }
  }

  @Test
  void read_noFirstChunk_isAbsent() {
    Map<String, String> jar = jar(cookie.write(random(8000)));
    jar.remove(NAME);
    assertThat(read(jar)).isInstanceOf(SealedCookie.Absent.class);
    assertThat(read(Map.of())).isInstanceOf(SealedCookie.Absent.class);
  }

  @Test
  void read_nameTwice_opensOnlyWhereBothAreTheSame() {
    String value = cookie.write(random(10)).get(0).value();
    String other = cookie.write(random(10)).get(0).value();
    String field = NAME + "=" + value;

    assertThat(cookie.read(Cookies.parse(List.of(field + "; " + field))))
        .isInstanceOf(Opened.class);
    assertThat(cookie.read(Cookies.parse(List.of(field, NAME + "=" + other))))
        .isInstanceOf(SealedCookie.Unopenable.class);
    assertThat(cookie.read(Cookies.parse(List.of(field, NAME + ".2=a; " + NAME + ".2=b"))))
        .isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  @DisplayName("Lesson 15: an endless value is refused without decoding")
  void read_hugeValue_doesNotOpen() {
    assertThat(read(Map.of(NAME, "1" + "A".repeat(1_000_000))))
        .isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  void read_cookieOfAnotherPolicyOrPurpose_doesNotOpen() {
    String value = cookie.write(random(10)).get(0).value();
    SealedCookie other = new SealedCookie(POLICY, "", sealer, Purpose.LAST_USE);
    assertThat(other.read(Cookies.parse(List.of(NAME + "=" + value))))
        .isInstanceOf(SealedCookie.Unopenable.class);
  }

  @Test
  @DisplayName("Lesson 31: clearing names all four cookies with the attributes they were set with")
  void clear_allNames_sameAttributes() {
    assertThat(cookie.clear())
        .hasSize(4)
        .allMatch(c -> c.clear() && c.value().isEmpty() && c.secure())
        .extracting(SetCookie::name)
        .containsExactly(NAME, NAME + ".1", NAME + ".2", NAME + ".3");
    String set = cookie.write(random(1)).get(0).serialize();
    assertThat(set.substring(set.indexOf(';')))
        .isEqualTo(
            cookie
                .clear()
                .get(0)
                .serialize()
                .substring(NAME.length() + 1)
                .replace("; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT", ""));
  }

  @Test
  @DisplayName("Lessons 27, 33, 43: mutated, truncated, extended, swapped chunks never open")
  void read_seededMutations_openOnlyWhatWasSealed() {
    long seed = 20260101;
    Random random = new Random(seed);
    List<byte[]> plains =
        List.of(random(60), random(1500), random(4000), random(5000), random(8000), random(8100));
    List<Map<String, String>> jars = plains.stream().map(p -> jar(cookie.write(p))).toList();
    int rounds = SealRig.full() ? 100_000 : 5_000;
    for (int round = 0; round < rounds; round++) {
      Map<String, String> jar = new LinkedHashMap<>(jars.get(random.nextInt(jars.size())));
      int mutations = 1 + random.nextInt(3);
      for (int i = 0; i < mutations; i++) {
        mutate(jar, jars.get(random.nextInt(jars.size())), random);
      }
      int original = indexOf(jars, jar);
      SealedCookie.Read read = read(jar);
      if (original >= 0) {
        assertThat(read)
            .isInstanceOfSatisfying(
                Opened.class, o -> assertThat(o.plain()).isEqualTo(plains.get(original)));
      } else {
        assertThat(read)
            .as("seed %s round %s", seed, round)
            .isInstanceOfAny(SealedCookie.Unopenable.class, SealedCookie.Absent.class);
      }
    }
  }

  private static void mutate(Map<String, String> jar, Map<String, String> other, Random random) {
    String name = random.nextInt(4) == 0 ? NAME : pick(jar, random);
    String value = jar.getOrDefault(name, "");
    int at = value.isEmpty() ? 0 : random.nextInt(value.length());
    switch (random.nextInt(11)) {
      case 0 -> jar.put(name, value.substring(0, at) + letter(random) + rest(value, at + 1));
      case 1 -> jar.put(name, value.substring(0, at));
      case 2 -> jar.put(name, value + letter(random).repeat(1 + random.nextInt(5)));
      case 3 -> jar.put(name, value.substring(0, at) + letter(random) + rest(value, at));
      case 4 -> jar.put(name, value.substring(0, at) + rest(value, at + 1));
      case 5 -> {
        String with = pick(jar, random);
        jar.put(name, jar.getOrDefault(with, ""));
        jar.put(with, value);
      }
      case 6 -> jar.put(name, other.getOrDefault(name, ""));
      case 7 -> jar.remove(name);
      case 8 -> jar.put(NAME, random.nextInt(10) + rest(jar.getOrDefault(NAME, ""), 1));
      case 9 -> jar.put(NAME + "." + (1 + random.nextInt(3)), value);
      default -> {
        byte[] garbage = new byte[random.nextInt(200)];
        random.nextBytes(garbage);
        StringBuilder text = new StringBuilder();
        for (byte b : garbage) {
          char c = (char) (b & 0xFF);
          text.append(c == ';' ? ',' : c);
        }
        jar.put(name, text.toString());
      }
    }
  }

  private static String rest(String value, int from) {
    return from < value.length() ? value.substring(from) : "";
  }

  private static String letter(Random random) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/.%";
    int at = random.nextInt(letters.length());
    return letters.substring(at, at + 1);
  }

  private static String pick(Map<String, String> jar, Random random) {
    List<String> names = List.copyOf(jar.keySet());
    return names.isEmpty() ? NAME : names.get(random.nextInt(names.size()));
  }

  /** Which of the originals the jar still is, as far as its number of chunks reaches; or -1. */
  private static int indexOf(List<Map<String, String>> originals, Map<String, String> jar) {
    for (int i = 0; i < originals.size(); i++) {
      if (originals.get(i).entrySet().stream()
          .allMatch(e -> e.getValue().equals(jar.get(e.getKey())))) {
        return i;
      }
    }
    return -1;
  }

  private boolean fits(int length) {
    try {
      cookie.write(new byte[length]);
      return true;
    } catch (CookieTooLargeException e) {
      return false;
    }
  }

  private SealedCookie.Read read(Map<String, String> jar) {
    String field =
        jar.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(joining("; "));
    return cookie.read(Cookies.parse(List.of(field)));
  }

  /** What a browser keeps of these cookies. */
  private static Map<String, String> jar(List<SetCookie> cookies) {
    Map<String, String> jar = new LinkedHashMap<>();
    cookies.stream().filter(c -> !c.clear()).forEach(c -> jar.put(c.name(), c.value()));
    return jar;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
