package dev.tms.machine;

import dev.tms.machine.TokenSlot.TokenSource;
import dev.tms.machine.TokenSlot.TokenSource.Fetched;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Answers as told, else with tokens of five minutes; remembers what it was asked. */
final class FakeSource implements TokenSource {
  final List<String> asked = new ArrayList<>();
  final List<String> offered = new ArrayList<>();
  final Deque<Fetched> answers = new ArrayDeque<>();
  int forgotten;
  Runnable whileFetching = () -> {};
  private final InstantSource clock;

  FakeSource(InstantSource clock) {
    this.clock = clock;
  }

  AccessToken token(String value, Duration life) {
    return new AccessToken(
        Secret.of(value), clock.instant(), clock.instant().plus(life), Scopes.NONE);
  }

  static Fetched down() {
    return new Fetched.Nothing(null, null, "down");
  }

  @Override
  public Fetched fetch(@Nullable Secret insufficient) {
    asked.add(insufficient == null ? "" : insufficient.reveal());
    whileFetching.run();
    Fetched answer = answers.poll();
    return answer == null
        ? new Fetched.Token(token("token-" + asked.size(), Duration.ofMinutes(5)), false)
        : answer;
  }

  @Override
  public void offer(AccessToken token, BooleanSupplier stillWanted) {
    if (stillWanted.getAsBoolean()) {
      offered.add(token.reveal());
    }
  }

  @Override
  public void forget() {
    forgotten++;
  }
}
