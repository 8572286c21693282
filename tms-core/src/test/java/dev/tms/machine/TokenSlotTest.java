package dev.tms.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.MachineTokenFetched;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.machine.TokenSlot.RenewalTiming;
import dev.tms.machine.TokenSlot.TokenSource.Fetched;
import dev.tms.testkit.ManualClock;
import dev.tms.token.AccessToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a token is fetched, by a clock and an executor that move when told to. */
final class TokenSlotTest {
  private final ManualClock clock = new ManualClock();
  private final FakeSource source = new FakeSource(clock);
  private final List<TmsEvent> events = new ArrayList<>();
  private final Deque<Runnable> work = new ArrayDeque<>();
  private int jitter; // of 1024

  @SuppressWarnings("serial")
  private final RenewalTiming timing =
      new RenewalTiming(
          new SecureRandom() {
            @Override
            public int nextInt(int bound) {
              return Math.min(jitter, bound - 1);
            }
          });

  private final TokenSlot slot =
      new TokenSlot("billing", source, timing, work::add, clock, events::add);

  private void runWork() {
    while (!work.isEmpty()) {
      work.remove().run();
    }
  }

  private MachineTokenOutcome ask() {
    CompletableFuture<MachineTokenOutcome> answer = slot.ask();
    runWork();
    return answer.join();
  }

  private static String value(MachineTokenOutcome outcome) {
    return ((Granted) outcome).token().reveal();
  }

  private static AccessToken token(MachineTokenOutcome outcome) {
    return ((Granted) outcome).token();
  }

  private void advance(String duration) {
    clock.advance(Duration.parse(duration));
  }

  @Test
  void ask_again_isAnsweredFromMemory() {
    assertThat(value(ask())).isEqualTo("token-1");
    advance("PT3M59S");

    assertThat(slot.ask()).isCompleted();
    assertThat(value(ask())).isEqualTo("token-1");
    assertThat(source.asked).hasSize(1);
    assertThat(source.offered).containsExactly("token-1");
  }

  @Test
  void ask_manyWhileUnderWay_isOneFetch() {
    List<CompletableFuture<MachineTokenOutcome>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(slot.ask());
    }
    assertThat(work).hasSize(1);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    runWork();

    assertThat(answers).allSatisfy(a -> assertThat(value(a.join())).isEqualTo("token-1"));
    assertThat(source.asked).hasSize(1);
  }

  @Nested
  final class EarlyRefresh {
    @Test
    void ask_inTheLastFifth_isAnsweredAtOnceAndRenewedBehind() {
      ask();
      advance("PT3M59.999999999S");
      slot.ask();
      assertThat(work).isEmpty();
      advance("PT0.000000001S");

      CompletableFuture<MachineTokenOutcome> now = slot.ask();
      slot.ask();

      assertThat(value(now.join())).isEqualTo("token-1");
      assertThat(work).hasSize(1);
      runWork();
      assertThat(value(ask())).isEqualTo("token-2");
      assertThat(source.asked).containsExactly("", "token-1");
    }

    @Test
    void ask_nobodyAsks_nothingIsRenewed() {
      ask();
      advance("PT1H");

      assertThat(work).isEmpty();
      assertThat(source.asked).hasSize(1);
    }

    @Test
    void ask_withJitter_isUpToAFifthOfTheWindowEarlier() {
      jitter = 1023;
      ask();
      advance("PT3M48S"); // 240 s less 12 s, of which 1/1024 is never reached
      slot.ask();
      assertThat(work).isEmpty();
      advance("PT0.1S");

      slot.ask();

      assertThat(work).hasSize(1);
    }

    @Test
    void ask_longLife_windowIsFiveMinutes() {
      source.answers.add(new Fetched.Token(source.token("day", Duration.ofDays(1)), false));
      ask();
      advance("PT23H54M59S");
      slot.ask();
      assertThat(work).isEmpty();
      advance("PT1S");

      slot.ask();

      assertThat(work).hasSize(1);
    }

    @Test
    void ask_providerDown_isServedUntilItExpires() {
      ask();
      advance("PT4M");
      source.answers.add(FakeSource.down());
      ask();
      advance("PT59.999999999S");
      source.answers.add(FakeSource.down());

      assertThat(value(ask())).isEqualTo("token-1");
      advance("PT0.000000001S");
      assertThat(ask()).isInstanceOf(Unavailable.class);
    }

    @Test
    void ask_inTheLastTenSeconds_waitsForTheNewOne() {
      ask();
      advance("PT4M50S");

      CompletableFuture<MachineTokenOutcome> answer = slot.ask();

      assertThat(answer).isNotDone();
      runWork();
      assertThat(value(answer.join())).isEqualTo("token-2");
    }

    @Test
    void ask_inTheLastMomentAndNoAnswer_isServedTheOldOneInTime() {
      ask();
      advance("PT4M59.99S");

      CompletableFuture<MachineTokenOutcome> answer = slot.ask();

      assertThat(value(answer.join())).isEqualTo("token-1"); // the request is still under way
      assertThat(work).hasSize(1);
    }
  }

  @Nested
  final class Failures {
    @Test
    void ask_failedBefore_isNotAskedAgainWithinThePause() {
      source.answers.add(FakeSource.down());

      MachineTokenOutcome first = ask();
      advance("PT0.4S");
      MachineTokenOutcome second = ask();

      assertThat(first).isEqualTo(new Unavailable(Duration.ofMillis(500), "down"));
      assertThat(second).isEqualTo(new Unavailable(Duration.ofMillis(100), "down"));
      assertThat(source.asked).hasSize(1);
      advance("PT0.1S");
      assertThat(value(ask())).isEqualTo("token-2");
    }

    @Test
    void ask_refused_isTheErrorWithATime() {
      source.answers.add(new Fetched.Nothing("invalid_client", null, "refused"));

      assertThat(ask()).isEqualTo(new Refused("invalid_client", Duration.ofMillis(500)));
      advance("PT0.2S");
      assertThat(ask()).isEqualTo(new Refused("invalid_client", Duration.ofMillis(300)));
    }

    @Test
    void ask_failingOn_pausesDoubleUpToThirtySeconds() {
      jitter = 1024;
      List<Duration> pauses = new ArrayList<>();
      for (int i = 0; i < 7; i++) {
        source.answers.add(FakeSource.down());
        Duration pause = ((Unavailable) ask()).retryAfter();
        pauses.add(pause);
        clock.advance(pause);
      }

      assertThat(pauses)
          .extracting(Duration::toSeconds)
          .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @ParameterizedTest
    @CsvSource({"PT7S,3500", "PT0S,500", "PT10M,15000"})
    void ask_retryAfter_isKeptUpToThirtySeconds(Duration asked, long millis) {
      source.answers.add(new Fetched.Nothing(null, asked, "busy"));

      assertThat(((Unavailable) ask()).retryAfter()).hasMillis(millis);
    }

    @Test
    void ask_afterASuccess_pausesBeginAnew() {
      source.answers.add(FakeSource.down());
      ask();
      advance("PT1S");
      source.answers.add(FakeSource.down());
      ask();
      advance("PT2S");
      ask();
      advance("PT6M");
      source.answers.add(FakeSource.down());

      assertThat(((Unavailable) ask()).retryAfter()).hasMillis(500);
    }

    @Test
    void ask_clockSetBackDuringAPause_asksAgain() {
      source.answers.add(FakeSource.down());
      ask();
      advance("PT-1H");

      assertThat(value(ask())).isEqualTo("token-2");
    }

    @Test
    void ask_sourceThrows_isUnavailableAndTriedAgain() {
      source.whileFetching =
          () -> {
            throw new IllegalStateException("a defect");
          };

      assertThat(ask()).isInstanceOf(Unavailable.class);
      source.whileFetching = () -> {};
      advance("PT1S");
      assertThat(value(ask())).isEqualTo("token-2");
    }

    @Test
    void ask_noThread_isUnavailable() {
      TokenSlot closed =
          new TokenSlot(
              "billing",
              source,
              timing,
              task -> {
                throw new RejectedExecutionException("closed");
              },
              clock,
              events::add);

      assertThat(closed.ask().join()).isInstanceOf(Unavailable.class);
    }
  }

  @Nested
  final class Renewals {
    @Test
    void renew_currentToken_isFetchedAndOthersWaitForIt() {
      AccessToken refused = token(ask());

      CompletableFuture<MachineTokenOutcome> renewed = slot.renew(refused);
      CompletableFuture<MachineTokenOutcome> other = slot.ask();

      assertThat(work).hasSize(1);
      assertThat(other).isNotDone();
      runWork();
      assertThat(value(renewed.join())).isEqualTo("token-2");
      assertThat(value(other.join())).isEqualTo("token-2");
      assertThat(source.asked).containsExactly("", "token-1");
    }

    @Test
    void renew_olderToken_isAnsweredWithTheNewerOne() {
      AccessToken refused = token(ask());
      slot.renew(refused);
      runWork();

      assertThat(value(slot.renew(refused).join())).isEqualTo("token-2");
      assertThat(source.asked).hasSize(2);
    }

    @Test
    void renew_manyAtOnce_isOneFetch() {
      AccessToken refused = token(ask());
      List<CompletableFuture<MachineTokenOutcome>> all = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        all.add(slot.renew(refused));
      }
      runWork();

      assertThat(all).allSatisfy(a -> assertThat(value(a.join())).isEqualTo("token-2"));
      assertThat(source.asked).hasSize(2);
    }

    @Test
    void renew_providerDown_keepsTheToken() {
      AccessToken refused = token(ask());
      source.answers.add(FakeSource.down());

      CompletableFuture<MachineTokenOutcome> renewed = slot.renew(refused);
      runWork();

      assertThat(value(renewed.join())).isEqualTo("token-1");
      assertThat(value(ask())).isEqualTo("token-1"); // within the pause
      advance("PT1S");
      assertThat(value(ask())).isEqualTo("token-3");
    }

    @Test
    void renew_everyTokenRefused_isThreeFetchesAndThenOneInThirtySeconds() {
      AccessToken last = token(ask());
      for (int i = 0; i < 100; i++) {
        CompletableFuture<MachineTokenOutcome> renewed = slot.renew(last);
        runWork();
        last = token(renewed.join());
      }
      assertThat(source.asked).hasSize(1 + 3);

      advance("PT30S");
      slot.renew(last);
      runWork();
      slot.renew(token(ask()));
      runWork();

      assertThat(source.asked).hasSize(1 + 3 + 1);
    }
  }

  @Nested
  final class Forgetting {
    @Test
    void forget_token_isFetchedAnew() {
      ask();

      slot.forget();

      assertThat(source.forgotten).isEqualTo(1);
      assertThat(value(ask())).isEqualTo("token-2");
      assertThat(source.asked).containsExactly("", "");
    }

    @Test
    void forget_duringAPause_asksAtOnce() {
      source.answers.add(FakeSource.down());
      ask();

      slot.forget();

      assertThat(value(ask())).isEqualTo("token-2");
    }

    @Test
    void forget_whileUnderWay_keepsNothingOfIt() {
      source.whileFetching =
          () -> {
            source.whileFetching = () -> {};
            slot.forget();
          };

      assertThat(value(ask())).isEqualTo("token-1"); // for those who waited already
      assertThat(source.offered).isEmpty();
      assertThat(value(ask())).isEqualTo("token-2");
      assertThat(source.offered).containsExactly("token-2");
    }
  }

  @Test
  void events_ofEveryFetch_sayHowItWent() {
    source.answers.add(new Fetched.Nothing("invalid_scope", null, "refused"));
    ask();
    advance("PT1S");
    source.answers.add(FakeSource.down());
    ask();
    advance("PT2S");
    source.answers.add(new Fetched.Token(source.token("shared", Duration.ofMinutes(5)), true));
    ask();
    slot.forget();
    ask();

    assertThat(events)
        .containsExactly(
            new MachineTokenFetched("billing", MachineTokenFetched.Result.REFUSED),
            new MachineTokenFetched("billing", MachineTokenFetched.Result.UNAVAILABLE),
            new MachineTokenFetched("billing", MachineTokenFetched.Result.SHARED),
            new MachineTokenFetched("billing", MachineTokenFetched.Result.ISSUED));
    assertThat(source.offered).containsExactly("token-4"); // what is shared is not offered again
  }

  @Test
  @DisplayName("The token is gone from the moment it expires, to the nanosecond")
  void ask_atExpiry_neverServesTheOldOne() {
    AccessToken token = token(ask());
    Instant expires = token.expiresAt();

    assertThat(token.isValidAt(expires.minusNanos(1))).isTrue();
    clock.advance(Duration.between(clock.instant(), expires));
    CompletableFuture<MachineTokenOutcome> answer = slot.ask();
    assertThat(answer).isNotDone();
    runWork();
    assertThat(value(answer.join())).isEqualTo("token-2");
  }
}
