package dev.tms.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.contract.SwitchableStore;
import dev.tms.http.SameSite;
import dev.tms.http.SetCookie;
import dev.tms.oidc.Transactions;
import dev.tms.seal.KeyRing;
import dev.tms.seal.KeyedHash;
import dev.tms.seal.Keys;
import dev.tms.seal.SealedStore;
import dev.tms.seal.Sealer;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import dev.tms.session.Antiforgery;
import dev.tms.session.SessionId;
import dev.tms.session.SessionRef;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.web.CookiePolicy;
import dev.tms.web.Cookies;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PendingLoginsTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ISSUER = "https://id.example";

  private final ManualClock clock = new ManualClock();
  private final KeyRing keys = Keys.inMemory().open(clock, event -> {});
  private final CookiePolicy policy = new CookiePolicy("tms", SameSite.LAX, true);
  private final Sealer sealer =
      new Sealer(keys, new SealScope("__Host-tms", ISSUER, "shop", "https://shop.example"));
  private final KeyedHash hash = new KeyedHash(keys);
  private final PendingLogins logins = loginsOver(new InMemoryStore(clock));
  private final Map<String, String> jar = new LinkedHashMap<>();

  private PendingLogins loginsOver(ExpiringStore store) {
    SealedStore sealed = new SealedStore(store, sealer, hash, Purpose.LOGIN);
    return new PendingLogins(policy, sealer, new TakenLogins(sealed, true, hash, clock), clock);
  }

  private PendingLogin login(String returnUrl, PendingLogin.Previous previous) {
    return new PendingLogin(
        Transactions.begin(RANDOM, ISSUER),
        "acme.cloud.test",
        URI.create(returnUrl),
        Antiforgery.Value.random(RANDOM),
        previous,
        clock.instant(),
        true);
  }

  private PendingLogin begin() {
    PendingLogin login = login("https://shop.example/", null);
    apply(logins.add(cookies(), login));
    return login;
  }

  private void apply(List<SetCookie> changes) {
    for (SetCookie cookie : changes) {
      if (cookie.clear()) {
        jar.remove(cookie.name());
      } else {
        jar.put(cookie.name(), cookie.value());
      }
    }
  }

  private Cookies cookies() {
    return Cookies.parse(
        List.of(
            String.join(
                "; ", jar.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())));
  }

  private boolean isPending(PendingLogin login) {
    return logins.find(cookies(), login.transaction().state()).isPresent();
  }

  @Test
  void find_begun_isTheSame() {
    PendingLogin login = begin();

    PendingLogin found = logins.find(cookies(), login.transaction().state()).orElseThrow();

    assertThat(found.tenant()).isEqualTo(login.tenant());
    assertThat(found.returnUrl()).isEqualTo(login.returnUrl());
    assertThat(found.antiforgery()).isEqualTo(login.antiforgery());
    assertThat(found.begunAt().toEpochMilli()).isEqualTo(login.begunAt().toEpochMilli());
  }

  @Test
  void find_otherState_isEmpty() {
    String state = begin().transaction().state();
    String sameStart =
        state.substring(0, 15) + (state.charAt(15) == 'A' ? 'B' : 'A') + state.substring(16);

    for (String other :
        new String[] {
          null,
          "",
          "x",
          sameStart,
          state + "A",
          state.substring(0, state.length() - 1),
          "\u00e9".repeat(43)
        }) {
      assertThat(logins.find(cookies(), other)).isEmpty();
    }
  }

  @Test
  void find_atTheEndOfItsTime_isEmpty() {
    PendingLogin login = begin();
    clock.advance(PendingLogins.TIME.minusMillis(1));
    assertThat(isPending(login)).isTrue();
    clock.advance(Duration.ofMillis(1));

    assertThat(isPending(login)).isFalse();
  }

  @Test
  void find_cookieUnderAnotherLoginsName_isEmpty() {
    PendingLogin one = begin();
    PendingLogin two = begin();
    List<String> names = List.copyOf(jar.keySet());
    String swapped = jar.get(names.get(0));
    jar.put(names.get(0), jar.get(names.get(1)));
    jar.put(names.get(1), swapped);

    assertThat(isPending(one)).isFalse();
    assertThat(isPending(two)).isFalse();
  }

  @Test
  @DisplayName("Lesson 34: five are kept, the oldest goes first, whatever the cookies' order")
  void add_sixth_evictsTheOldest() {
    PendingLogin[] begun = new PendingLogin[7];
    for (int i = 0; i < 7; i++) {
      begun[i] = begin();
      clock.advance(Duration.ofMillis(1));
      String first = jar.keySet().iterator().next();
      jar.put(first, jar.remove(first)); // another order than of age
    }

    assertThat(jar).hasSize(PendingLogins.MOST);
    assertThat(Arrays.stream(begun).map(this::isPending))
        .containsExactly(false, false, true, true, true, true, true);
  }

  @Test
  @DisplayName("Pain 7: cookies that do not open go before any login that can complete")
  void add_withBrokenCookies_evictsThoseFirst() {
    PendingLogin one = begin();
    for (int i = 0; i < 20; i++) {
      jar.put("__Host-tms-login-AAAAAAAAA%02d".formatted(i), "broken");
    }

    PendingLogin two = begin();

    assertThat(jar).hasSize(PendingLogins.MOST);
    assertThat(isPending(one)).isTrue();
    assertThat(isPending(two)).isTrue();
  }

  @Test
  void add_namesThatAreNotOurs_areLeftAlone() {
    jar.put("__Host-tms-login-short", "x");
    jar.put("__Host-tms-login-AAAAAAAAAA.", "x");
    jar.put("tms-login-AAAAAAAAAAA", "x");
    for (int i = 0; i < 6; i++) {
      begin();
    }

    assertThat(jar)
        .hasSize(8)
        .containsKeys(
            "__Host-tms-login-short", "__Host-tms-login-AAAAAAAAAA.", "tms-login-AAAAAAAAAAA");
  }

  @Test
  void add_longestOfEverything_fitsIntoOneCookie() {
    PendingLogin.Previous previous =
        new PendingLogin.Previous(
            new SessionRef(SessionId.random(RANDOM), 7, clock.instant()),
            "s".repeat(255),
            "p".repeat(255));

    List<SetCookie> cookies =
        logins.add(cookies(), login("https://shop.example/" + "x".repeat(1979), previous));

    assertThat(cookies).hasSize(1).allMatch(c -> c.size() <= CookiePolicy.MAX_COOKIE_BYTES);
  }

  @Test
  void take_twice_isOnceTrue() {
    PendingLogin login = begin();

    assertThat(logins.take(login)).isTrue();
    assertThat(logins.take(login)).isFalse();
    assertThat(logins.take(begin())).isTrue();
  }

  @Test
  @DisplayName("Lesson 26: a login completes once, also when its answers come at the same moment")
  void take_byManyThreads_isOnceTrue() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 50; round++) {
        PendingLogin login = begin();
        Callable<Boolean> take = () -> logins.take(login);
        int taken = 0;
        for (var result : threads.invokeAll(java.util.Collections.nCopies(8, take))) {
          taken += result.get() ? 1 : 0;
        }
        assertThat(taken).isEqualTo(1);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void add_twoHundredCookiesOfThatName_clearsTwentyAndLeavesTheOthersForLater() {
    PendingLogin one = begin();
    for (int i = 0; i < 200; i++) {
      jar.put("__Host-tms-login-AAAAAAAA%03d".formatted(i), "x".repeat(20));
    }

    List<SetCookie> changes = logins.add(cookies(), login("https://shop.example/", null));
    assertThat(changes).filteredOn(SetCookie::clear).hasSize(20);
    apply(changes);
    assertThat(isPending(one)).isTrue();

    for (int i = 0; i < 10; i++) {
      begin();
    }
    assertThat(jar).hasSize(PendingLogins.MOST);
  }

  @Test
  void add_longLogins_staysWithinFourThousandBytesTogether() {
    PendingLogin[] begun = new PendingLogin[4];
    for (int i = 0; i < begun.length; i++) {
      begun[i] = login("https://shop.example/" + "x".repeat(1000), null);
      apply(logins.add(cookies(), begun[i]));
      clock.advance(Duration.ofMillis(1));
      int bytes =
          jar.entrySet().stream().mapToInt(c -> c.getKey().length() + c.getValue().length()).sum();
      assertThat(bytes).isLessThanOrEqualTo(4096);
    }

    assertThat(Arrays.stream(begun).map(this::isPending)).containsExactly(false, false, true, true);
  }

  @Test
  void add_login_isKeptByTheBrowserForAsLongAsItCounts() {
    assertThat(logins.add(cookies(), login("https://shop.example/", null)))
        .singleElement()
        .satisfies(cookie -> assertThat(cookie.serialize()).contains("; Max-Age=900;"));
  }

  @Test
  void take_mark_livesNoLongerThanTheLoginsCookie() {
    InMemoryStore store = new InMemoryStore(clock);
    PendingLogins shared = loginsOver(store);
    PendingLogin login = login("https://shop.example/", null);
    clock.advance(PendingLogins.TIME.minusSeconds(10));
    shared.take(login);
    assertThat(store.size()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(10));
    store.put("another", new byte[1], Duration.ofHours(1)); // removes what has expired

    assertThat(store.size()).isEqualTo(1);
    assertThat(shared.take(login)).isFalse();
  }

  @Test
  void take_storeDown_isOnceTrueOnEachNode() {
    SwitchableStore store = new SwitchableStore(clock).down();
    PendingLogins one = loginsOver(store);
    PendingLogins other = loginsOver(store);
    PendingLogin login = login("https://shop.example/", null);

    assertThat(one.take(login)).isTrue();
    assertThat(one.take(login)).isFalse();
    assertThat(other.take(login)).isTrue();
  }

  @Test
  @DisplayName("a flood of answers writes a bounded number of marks, and no login fails for it")
  void take_moreThanTheBound_goesOnAndWritesNoMore() {
    InMemoryStore store = new InMemoryStore(clock);
    PendingLogins shared = loginsOver(store);
    PendingLogin last = login("https://shop.example/", null);
    try (CapturedLog log = new CapturedLog(TakenLogins.class)) {
      for (int i = 0; i < TakenLogins.MOST_AT_ONCE + 500; i++) {
        last = login("https://shop.example/", null);
        assertThat(shared.take(last)).isTrue();
      }

      assertThat(store.size()).isEqualTo(TakenLogins.MOST_AT_ONCE);
      assertThat(shared.take(last)).isFalse();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING more logins come back");
    }

    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 100; i++) {
      shared.take(login("https://shop.example/", null));
    }
    assertThat(store.size()).isEqualTo(TakenLogins.MOST_AT_ONCE + 20);
  }

  @Test
  void take_storeOfThisNodeAlone_getsNoMarks() {
    InMemoryStore store = new InMemoryStore(clock);
    SealedStore sealed = new SealedStore(store, sealer, hash, Purpose.LOGIN);
    PendingLogins alone =
        new PendingLogins(policy, sealer, new TakenLogins(sealed, false, hash, clock), clock);
    PendingLogin login = login("https://shop.example/", null);

    assertThat(alone.take(login)).isTrue();
    assertThat(alone.take(login)).isFalse();
    assertThat(store.size()).isZero();
  }

  @Test
  void clear_namesTheLoginsCookie() {
    PendingLogin login = begin();
    String name = jar.keySet().iterator().next();

    SetCookie cleared = logins.clear(login);

    assertThat(cleared.name()).isEqualTo(name);
    assertThat(cleared.clear()).isTrue();
  }

  @Test
  void codec_mutatedBytes_neverFail() {
    byte[] good =
        PendingLogin.Codec.encode(
            login(
                "https://shop.example/x",
                new PendingLogin.Previous(
                    new SessionRef(SessionId.random(RANDOM), 1, clock.instant()), "sub", null)));
    assertThat(PendingLogin.Codec.decode(good)).isPresent();
    Random random = new Random(42);
    for (int i = 0; i < 5000; i++) {
      byte[] bad =
          random.nextBoolean() ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      for (int j = random.nextInt(4); j > 0 && bad.length > 0; j--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      PendingLogin.Codec.decode(bad); // whatever it is, it does not throw
    }
    byte[] newer = good.clone();
    newer[0] = 2;
    assertThat(PendingLogin.Codec.decode(newer)).isEmpty();
  }

  @Test
  void toString_saysNothingOfTheLogin() {
    PendingLogin login = begin();

    assertThat(login.toString())
        .doesNotContain(login.transaction().state())
        .doesNotContain("shop.example");
  }
}
