package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.http.FakeRequest;
import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import dev.tms.http.Response;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.secrets.SecretWatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cookies as attackers, proxies and old browsers send them. */
class CookieMutationTest extends CoreTopic {
  private static final int COUNT = Boolean.getBoolean("tms.full") ? 100_000 : 5_000;
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final String ODD = "=.,\"'\\ \t%+/~!@\u0000\u007f\u00e9\u20ac;";

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  @DisplayName(
      "Lesson 15, 16, 27: no mutated, cut, exchanged or swapped cookie is a session or a 5xx")
  void sessionCookies_mutated_areNobodysSession() throws Exception {
    Site site = plain();
    provider()
        .register(
            new TestUser("large", "large", "user-large", incompressible(9000), "l@example.test"));
    List<Map<String, String>> jars = new ArrayList<>();
    for (String user : new String[] {"alice", "bob", "large", "large"}) {
      TestBrowser browser = new TestBrowser();
      site.login(browser, "/Auth/BeginLogin", user);
      browser.get(site.at("/Auth/BeginLogin"));
      jars.add(jarOf(browser));
    }
    assertThat(jars.get(2)).containsKeys("tms", "tms.1", "tms.2");
    for (Map<String, String> jar : jars) {
      assertThat(isSignedIn(site, header(jar))).as("unchanged").isTrue();
    }
    site.events.clear();
    mutate(site, jars, 1000);
    long before = usedBytes();

    mutate(site, jars, COUNT);

    assertThat(usedBytes() - before).as("seed %d: memory grew", seed).isLessThan(24L << 20);
  }

  private void mutate(Site site, List<Map<String, String>> jars, int count) {
    for (int i = 0; i < count; i++) {
      Map<String, String> jar = new LinkedHashMap<>(jars.get(random.nextInt(jars.size())));
      Map<String, String> other = jars.get(random.nextInt(jars.size()));
      mutate(jar, other);
      String header = header(jar);
      if (jars.stream().anyMatch(good -> isSameSession(jar, good))) {
        continue;
      }
      assertThat(isSignedIn(site, header)).as("seed %d, case %d: %s", seed, i, header).isFalse();
      if (i % 500 == 0) {
        site.events.clear();
      }
    }
    site.events.clear();
  }

  /** Asks every endpoint that reads cookies; none may fail. */
  private static boolean isSignedIn(Site site, String header) {
    Response check = handle(site, FakeRequest.get("/Session/CheckSession"), header);
    assertThat(check.status()).isEqualTo(200);
    String body = new String(check.body(), StandardCharsets.UTF_8);
    boolean signedIn = body.contains("\"isLoggedIn\":true");
    if (!signedIn) {
      assertThat(handle(site, FakeRequest.post("/Session/RetrieveToken"), header).status())
          .isEqualTo(401);
      assertThat(handle(site, FakeRequest.get("/callback?state=x&code=y"), header).status())
          .isEqualTo(400);
      UserSession session = site.tms().session(new Raw(FakeRequest.get("/app"), header));
      assertThat(session.isSignedIn()).isFalse();
      assertThat(session.headers()).isEmpty();
    }
    return signedIn;
  }

  /** A request whose cookies no server library has looked at. */
  private record Raw(FakeRequest request, String cookies) implements Request {
    @Override
    public String method() {
      return request.method();
    }

    @Override
    public String path() {
      return request.path();
    }

    @Override
    public String query() {
      return request.query();
    }

    @Override
    public List<String> headers(String name) {
      return name.equals("Cookie") ? List.of(cookies) : List.of();
    }

    @Override
    public Body body() {
      return Body.NONE;
    }
  }

  private static Response handle(Site site, FakeRequest request, String cookies) {
    Response response = site.tms().handle(new Raw(request, cookies));
    assertThat(response.status()).as(cookies).isLessThan(500);
    return response;
  }

  private void mutate(Map<String, String> jar, Map<String, String> other) {
    List<String> names =
        new ArrayList<>(jar.keySet().stream().filter(n -> n.matches("tms(\\.\\d)?")).toList());
    String name = names.get(random.nextInt(names.size()));
    String value = jar.get(name);
    switch (random.nextInt(14)) {
      case 0 -> jar.put(name, flip(value));
      case 1 -> jar.put(name, value.substring(0, random.nextInt(value.length())));
      case 2 -> jar.put(name, value.substring(1 + random.nextInt(value.length() - 1)));
      case 3 -> jar.put(name, value + ALPHABET.charAt(random.nextInt(64)));
      case 4 -> jar.put(name, insert(value));
      case 5 -> jar.remove(name);
      case 6 -> jar.put(name, (char) ('0' + random.nextInt(10)) + value.substring(1));
      case 7 -> {
        List<String> roles = new ArrayList<>(jar.keySet());
        String role = roles.get(random.nextInt(roles.size()));
        String swapped = jar.get(role);
        jar.put(role, value);
        jar.put(name, swapped);
      }
      case 8 -> {
        List<String> roles = new ArrayList<>(other.keySet());
        jar.put(name, other.get(roles.get(random.nextInt(roles.size()))));
      }
      case 9 -> jar.put(name, jar.get(names.get(random.nextInt(names.size()))) + value);
      case 10 -> jar.put(name, randomText(random.nextInt(4000)));
      case 11 -> {
        int cut = random.nextInt(value.length());
        jar.put(name, value.substring(0, cut) + "; " + name + "=" + value.substring(cut));
      }
      case 12 -> jar.put("tms.1", jar.getOrDefault("tms.2", jar.get("tms")));
      default -> {
        for (int i = 0; i < 3; i++) {
          jar.put(name, flip(jar.get(name)));
        }
      }
    }
  }

  private String flip(String value) {
    if (value.isEmpty()) {
      return "x";
    }
    int at = random.nextInt(value.length());
    char c;
    do {
      c = random.nextInt(10) == 0 ? oddCharacter() : ALPHABET.charAt(random.nextInt(64));
    } while (c == value.charAt(at));
    return value.substring(0, at) + c + value.substring(at + 1);
  }

  private String insert(String value) {
    int at = random.nextInt(value.length());
    return value.substring(0, at) + oddCharacter() + value.substring(at);
  }

  private char oddCharacter() {
    return ODD.charAt(random.nextInt(ODD.length()));
  }

  private String randomText(int length) {
    StringBuilder text = new StringBuilder();
    random.ints(length, 0, 64).forEach(i -> text.append(ALPHABET.charAt(i)));
    return text.toString();
  }

  /**
   * Whether what is left after parsing is someone's whole session: then it is theirs, by right. A
   * chunk beyond the first one's count does not belong to it.
   */
  private static boolean isSameSession(Map<String, String> jar, Map<String, String> good) {
    String first = parsed(jar.get("tms"));
    if (first == null || !first.equals(good.get("tms"))) {
      return false;
    }
    for (int i = 1; i < first.charAt(0) - '0'; i++) {
      String chunk = jar.get("tms." + i);
      if (chunk == null || !parsed(chunk).equals(good.get("tms." + i))) {
        return false;
      }
    }
    return true;
  }

  private static String parsed(String value) {
    if (value == null) {
      return null;
    }
    int end = value.indexOf(';');
    String text = end < 0 ? value : value.substring(0, end);
    return text.replaceAll("^[ \t]+|[ \t]+$", "");
  }

  private static String header(Map<String, String> jar) {
    List<String> pairs = new ArrayList<>();
    jar.forEach((name, value) -> pairs.add(name + "=" + value));
    return String.join("; ", pairs);
  }

  private static Map<String, String> jarOf(TestBrowser browser) {
    Map<String, String> jar = new LinkedHashMap<>();
    ours(browser).forEach(cookie -> jar.put(cookie.name(), cookie.value()));
    return jar;
  }

  /** Without what the watch over the run's secrets takes. */
  private static long usedBytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    // the serial collector compacts everything in one of four collections
    for (int i = 0; i < 4; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least - SecretWatch.bytesHeld();
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder();
    new Random(7).ints(length, 0, 64).forEach(i -> text.append((char) ('0' + i)));
    return text.toString();
  }
}
