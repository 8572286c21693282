package dev.tms.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.tenant.CustomerDomain;
import dev.tms.tenant.Tenant;
import dev.tms.tenant.TenantDirectory;
import dev.tms.tenant.TenantDirectory.TenantLookup;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
final class CachedDirectoryTest {
  private static final CustomerDomain ACME = new CustomerDomain("acme.cloud.test");
  private static final TenantLookup FOUND = new TenantLookup.Found(Tenant.of(ACME));
  private static final TenantLookup UNKNOWN = new TenantLookup.Unknown();

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger asked = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile Function<CustomerDomain, TenantLookup> answers = domain -> FOUND;
  private final TenantDirectory counted =
      domain -> {
        asked.incrementAndGet();
        return answers.apply(domain);
      };
  private final CachedDirectory directory = new CachedDirectory(counted, clock);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private static TenantLookup failure(Duration retryAfter) {
    return new TenantLookup.Unavailable(retryAfter, "down");
  }

  private static CustomerDomain domain(int number) {
    return new CustomerDomain("customer" + number + ".cloud.test");
  }

  private void assertKeptFor(TenantLookup lookup, Duration time) {
    answers = domain -> lookup;
    assertThat(directory.find(ACME)).isEqualTo(lookup);

    clock.advance(time.minusNanos(1));
    assertThat(directory.find(ACME)).isEqualTo(lookup);
    assertThat(asked).hasValue(1);

    clock.advance(Duration.ofNanos(1));
    directory.find(ACME);
    assertThat(asked).hasValue(2);
  }

  @Test
  void find_customer_isKeptFor5Minutes() {
    assertKeptFor(FOUND, Duration.ofMinutes(5));
  }

  @Test
  void find_unknown_isKeptFor30Seconds() {
    assertKeptFor(UNKNOWN, Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource({"PT1H,PT5S", "PT5S,PT5S", "PT1S,PT1S"})
  void find_failure_isKeptForAtMost5Seconds(Duration retryAfter, Duration kept) {
    assertKeptFor(failure(retryAfter), kept);
  }

  @Test
  void find_otherDomain_isAskedForItself() {
    directory.find(ACME);
    directory.find(domain(1));

    assertThat(asked).hasValue(2);
  }

  @Test
  void find_noDomain_isNotKept() {
    answers = domain -> new TenantLookup.DomainRequired();

    assertThat(directory.find(null)).isEqualTo(new TenantLookup.DomainRequired());
    directory.find(null);
    assertThat(asked).hasValue(2);
    assertThat(directory.size()).isZero();
  }

  @Test
  void find_directoryThrowsOrAnswersNull_isUnavailable() {
    answers =
        domain -> {
          throw new IllegalStateException("topsecret");
        };
    assertThat(directory.find(ACME))
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            failure -> assertThat(failure.reason()).doesNotContain("topsecret"));

    answers = domain -> null;
    assertThat(directory.find(domain(1))).isInstanceOf(TenantLookup.Unavailable.class);
    assertThat(directory.find(null)).isInstanceOf(TenantLookup.Unavailable.class);
  }

  @Test
  void find_directoryHasAnError_nextCallerIsNotStuck() {
    answers =
        domain -> {
          throw new StackOverflowError();
        };
    assertThat(threads.submit(() -> directory.find(ACME)))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableThat()
        .withCauseInstanceOf(StackOverflowError.class);

    answers = domain -> FOUND;
    clock.advance(Duration.ofSeconds(5));
    assertThat(directory.find(ACME)).isEqualTo(FOUND);
  }

  @Test
  void find_beyondCapacity_keepsCustomersAndDropsUnknownDomains() {
    CachedDirectory small = new CachedDirectory(counted, clock, 10, 10, Duration.ofSeconds(10));
    answers = domain -> domain.equals(ACME) ? FOUND : UNKNOWN;
    small.find(ACME);

    for (int i = 0; i < 1000; i++) {
      small.find(domain(i));
    }

    assertThat(small.size()).isEqualTo(11);
    int before = asked.get();
    assertThat(small.find(ACME)).isEqualTo(FOUND);
    assertThat(asked).hasValue(before);
  }

  @Test
  void find_manyDomains_staysWithinTenThousand() {
    answers = domain -> UNKNOWN;
    for (int i = 0; i < 10_500; i++) {
      directory.find(domain(i));
    }

    assertThat(directory.size()).isEqualTo(10_000);
  }

  @Test
  void find_directoryFailsLater_customerIsServedForADay() {
    directory.find(ACME);
    clock.advance(Duration.ofHours(23));
    answers = domain -> failure(Duration.ofSeconds(5));

    assertThat(directory.find(ACME)).isEqualTo(FOUND);
    assertThat(directory.find(ACME)).isEqualTo(FOUND);
    assertThat(asked).as("a failure is remembered").hasValue(2);

    clock.advance(Duration.ofHours(1));
    assertThat(directory.find(ACME)).isInstanceOf(TenantLookup.Unavailable.class);
  }

  @Test
  void find_customerIsGone_isNotServedFromBefore() {
    directory.find(ACME);
    clock.advance(Duration.ofMinutes(5));
    answers = domain -> UNKNOWN;
    assertThat(directory.find(ACME)).isEqualTo(UNKNOWN);

    clock.advance(Duration.ofSeconds(30));
    answers = domain -> failure(Duration.ofSeconds(5));

    assertThat(directory.find(ACME)).isInstanceOf(TenantLookup.Unavailable.class);
  }

  @Test
  void find_customerIsBackAfterAFailure_isTheNewAnswer() {
    directory.find(ACME);
    clock.advance(Duration.ofMinutes(5));
    answers = domain -> failure(Duration.ofSeconds(5));
    directory.find(ACME);
    clock.advance(Duration.ofSeconds(5));
    TenantLookup changed = new TenantLookup.Found(new Tenant(ACME, "urn:acr:2", false));
    answers = domain -> changed;

    assertThat(directory.find(ACME)).isEqualTo(changed);
    assertThat(directory.find(ACME)).isEqualTo(changed);
    assertThat(asked).hasValue(3);
  }

  @Test
  void find_anotherAsksForAnOldCustomer_isServedWithoutWaiting() throws Exception {
    directory.find(ACME);
    clock.advance(Duration.ofMinutes(5));
    Held held = new Held();
    Future<TenantLookup> slow = threads.submit(() -> directory.find(ACME));
    held.entered.await();

    assertThat(directory.find(ACME)).isEqualTo(FOUND);

    held.release.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
  }

  @Test
  @DisplayName("made-up names of one registrable domain use up no places but their own")
  void find_manyNamesOfOneDomain_leavePlacesForOthers() throws Exception {
    directory.find(ACME);
    clock.advance(Duration.ofMinutes(5));
    Held held = new Held(8);
    List<Future<TenantLookup>> slow = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      CustomerDomain madeUp = domain(i);
      slow.add(threads.submit(() -> directory.find(madeUp)));
    }
    held.entered.await();
    answers = domain -> FOUND;

    assertThat(directory.find(domain(9)))
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            busy -> assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
    assertThat(directory.find(ACME)).as("known from before").isEqualTo(FOUND);
    assertThat(directory.find(new CustomerDomain("acme.cloud.example"))).isEqualTo(FOUND);
    assertThat(directory.find(new CustomerDomain("acme.co.uk"))).isEqualTo(FOUND);

    held.release.countDown();
    for (Future<TenantLookup> one : slow) {
      one.get(30, TimeUnit.SECONDS);
    }
    assertThat(directory.find(domain(9))).isEqualTo(FOUND);
  }

  @Test
  void find_directoryFailsByTheThousand_isAFewLinesOfTheLog() {
    answers =
        domain -> {
          throw new IllegalStateException("topsecret");
        };
    try (CapturedLog log = new CapturedLog(CachedDirectory.class)) {
      for (int i = 0; i < 1000; i++) {
        directory.find(domain(i));
      }

      assertThat(log.lines()).singleElement().asString().contains("IllegalStateException");
    }
  }

  @Test
  void find_manyAtOnce_oneLookup() throws Exception {
    Held held = new Held();
    List<Future<TenantLookup>> all = new ArrayList<>();
    all.add(threads.submit(() -> directory.find(ACME)));
    held.entered.await();
    for (int i = 0; i < 30; i++) {
      all.add(threads.submit(() -> directory.find(ACME)));
    }

    held.release.countDown();

    for (Future<TenantLookup> one : all) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void find_otherDomainMeanwhile_doesNotWait() throws Exception {
    Held held = new Held();
    Future<TenantLookup> slow = threads.submit(() -> directory.find(ACME));
    held.entered.await();
    answers = domain -> UNKNOWN;

    assertThat(directory.find(domain(1))).isEqualTo(UNKNOWN);

    held.release.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
  }

  @Test
  void find_tooManyWait_isUnavailableAtOnce() throws Exception {
    CachedDirectory noWaiting = new CachedDirectory(counted, clock, 10, 0, Duration.ofSeconds(30));
    Held held = new Held();
    Future<TenantLookup> slow = threads.submit(() -> noWaiting.find(ACME));
    held.entered.await();

    assertThat(noWaiting.find(ACME))
        .isInstanceOfSatisfying(
            TenantLookup.Unavailable.class,
            failure -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(1)));

    held.release.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
    assertThat(noWaiting.find(ACME)).isEqualTo(FOUND);
  }

  @Test
  void find_lookupTakesLongerThanAWaiterWaits_isUnavailable() throws Exception {
    CachedDirectory impatient = new CachedDirectory(counted, clock, 10, 5, Duration.ofMillis(20));
    Held held = new Held();
    Future<TenantLookup> slow = threads.submit(() -> impatient.find(ACME));
    held.entered.await();

    assertThat(impatient.find(ACME)).isInstanceOf(TenantLookup.Unavailable.class);

    held.release.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
  }

  @Test
  void find_waiterInterrupted_isUnavailableAndStaysInterrupted() throws Exception {
    Held held = new Held();
    Future<TenantLookup> slow = threads.submit(() -> directory.find(ACME));
    held.entered.await();

    Thread.currentThread().interrupt();
    TenantLookup lookup = directory.find(ACME);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(lookup).isInstanceOf(TenantLookup.Unavailable.class);
    held.release.countDown();
    assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo(FOUND);
  }

  /** A lookup that stands still until it is released. */
  private final class Held {
    private final CountDownLatch entered;
    private final CountDownLatch release = new CountDownLatch(1);

    Held() {
      this(1);
    }

    Held(int lookups) {
      entered = new CountDownLatch(lookups);
      answers =
          domain -> {
            entered.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return FOUND;
          };
    }
  }
}
