package dev.tms.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.seal.SealedCookie.Absent;
import dev.tms.seal.SealedCookie.Read;
import dev.tms.seal.SealedCookie.SmallSealedCookie;
import dev.tms.seal.SealedCookie.Unopenable;
import dev.tms.seal.Sealer.Opened;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/**
 * Header fields with cookies, for a fuzzer. {@code {b1}} stands for a chunk of a sealed value,
 * {@code {b1<9}} for its first nine characters, {@code {b1>9}} for the others. Only the untouched
 * chunks of one value open.
 */
public final class SealedCookieFuzz {
  private static final CookiePolicy POLICY = new CookiePolicy("tms", SameSite.LAX, true);
  private static final String NAME = "__Host-tms";
  private static final String SMALL_NAME = "__Host-tms-use";
  private static final Pattern PLACE = Pattern.compile("\\{([a-g])([0-3])(?:([<>])(\\d{1,4}))?}");

  private static final List<TmsEvent> EVENTS = new CopyOnWriteArrayList<>();
  private static final KeyRing RING = Keys.inMemory().open(() -> Instant.EPOCH, EVENTS::add);
  private static final Sealer SEALER = sealer(SealRig.SCOPE);
  private static final SealedCookie COOKIE = new SealedCookie(POLICY, "", SEALER, Purpose.SESSION);
  private static final SmallSealedCookie SMALL =
      new SmallSealedCookie(POLICY, "-use", SEALER, Purpose.LAST_USE);

  private static final Map<String, Value> VALUES =
      Map.of(
          "a", value(COOKIE, 40),
          "b", value(COOKIE, 4000),
          "c", value(COOKIE, 11_000),
          "d", value(new SealedCookie(POLICY, "", SEALER, Purpose.HANDLE), 40),
          "e", value(new SealedCookie(POLICY, "", otherScope(), Purpose.SESSION), 40),
          "f", value(new SealedCookie(POLICY, "", SealRig.sealer(), Purpose.SESSION), 40),
          "g", small(8));

  private record Value(byte[] plain, List<String> chunks) {}

  private SealedCookieFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether a cookie opens. Fails if a value opens that is not one of ours, or one of ours not. */
  public static boolean accepts(byte[] bytes) {
    String field = filled(new String(bytes, ISO_8859_1));
    Map<String, Set<String>> jar = jar(field);
    Cookies cookies = Cookies.parse(List.of(field));
    EVENTS.clear();

    Read read = COOKIE.read(cookies);

    Optional<Value> own =
        List.of("a", "b", "c").stream().map(VALUES::get).filter(v -> isWhole(v, jar)).findFirst();
    if (own.isPresent()) {
      Assertions.assertArrayEquals(own.get().plain, ((Opened) read).plain());
      assertThat(EVENTS).isEmpty();
    } else {
      assertThat(read).isInstanceOf(isAbsent(jar) ? Absent.class : Unopenable.class);
      assertThat(EVENTS).hasSize(isAbsent(jar) ? 0 : 1);
    }
    return opensSmall(cookies, jar) || own.isPresent();
  }

  /** A small cookie may occur more than once: each of its values that is ours opens. */
  private static boolean opensSmall(Cookies cookies, Map<String, Set<String>> jar) {
    Value own = VALUES.get("g");
    boolean isThere = jar.getOrDefault(SMALL_NAME, Set.of()).contains(own.chunks.get(0));

    assertThat(SMALL.readAll(cookies))
        .hasSize(isThere ? 1 : 0)
        .allMatch(p -> Arrays.equals(p, own.plain));

    return isThere;
  }

  private static boolean isWhole(Value value, Map<String, Set<String>> jar) {
    for (int i = 0; i < SealedCookie.MAX_CHUNKS; i++) {
      Set<String> here = jar.getOrDefault(name(i), Set.of());
      boolean fits = i >= value.chunks.size() || here.contains(value.chunks.get(i));
      if (here.size() > 1 || !fits) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAbsent(Map<String, Set<String>> jar) {
    for (int i = 0; i < SealedCookie.MAX_CHUNKS; i++) {
      if (jar.getOrDefault(name(i), Set.of()).size() > 1) {
        return false;
      }
    }
    return !jar.containsKey(NAME);
  }

  private static String name(int chunk) {
    return chunk == 0 ? NAME : NAME + "." + chunk;
  }

  /** RFC 6265 section 5.2, written once more: the values of each name. */
  private static Map<String, Set<String>> jar(String field) {
    Map<String, Set<String>> jar = new LinkedHashMap<>();
    for (String pair : field.split(";")) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        jar.computeIfAbsent(trimmed(pair.substring(0, equals)), name -> new LinkedHashSet<>())
            .add(trimmed(pair.substring(equals + 1)));
      }
    }
    return jar;
  }

  private static String trimmed(String text) {
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private static String filled(String template) {
    Matcher places = PLACE.matcher(template);
    StringBuilder text = new StringBuilder();
    while (places.find()) {
      List<String> chunks = VALUES.get(places.group(1)).chunks;
      int chunk = Integer.parseInt(places.group(2));
      String whole = chunk < chunks.size() ? chunks.get(chunk) : "";
      int at = places.group(4) == null ? 0 : Integer.parseInt(places.group(4));
      int cut = Math.min(at, whole.length());
      String part = "<".equals(places.group(3)) ? whole.substring(0, cut) : whole.substring(cut);
      places.appendReplacement(text, Matcher.quoteReplacement(part));
    }
    return places.appendTail(text).toString();
  }

  private static Value value(SealedCookie cookie, int length) {
    byte[] plain = plain(length);
    return new Value(
        plain, cookie.write(plain).stream().filter(c -> !c.clear()).map(SetCookie::value).toList());
  }

  private static Value small(int length) {
    byte[] plain = plain(length);
    return new Value(plain, List.of(SMALL.write(plain).value()));
  }

  private static byte[] plain(int length) {
    byte[] plain = new byte[length];
    new Random(length).nextBytes(plain);
    return plain;
  }

  private static Sealer otherScope() {
    SealScope own = SealRig.SCOPE;
    return sealer(new SealScope(own.baseCookieName(), own.issuer(), "other", own.origin()));
  }

  private static Sealer sealer(SealScope scope) {
    return new Sealer(RING, scope);
  }
}
