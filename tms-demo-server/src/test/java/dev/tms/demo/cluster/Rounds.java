package dev.tms.demo.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * Rounds of many requests at once with the same cookies, whose access token has expired. Each round
 * makes one token request, everyone gets its token, and the session lives on.
 */
public final class Rounds {
  private static final int PARALLEL = 300;

  private final Cluster cluster;
  private final IntSupplier tokenRequests;
  private Duration slowest = Duration.ofSeconds(1);

  /**
   * Rounds of this cluster.
   *
   * @param tokenRequests how many refreshes the provider has answered so far
   */
  public Rounds(Cluster cluster, IntSupplier tokenRequests) {
    this.cluster = cluster;
    this.tokenRequests = tokenRequests;
  }

  /**
   * A life for access tokens of rounds to come: none is due again, at less than half of its life,
   * while its own round is played, however slow this machine is.
   */
  public Duration shortLife() {
    return Duration.ofSeconds(slowest.multipliedBy(6).toSeconds() + 1);
  }

  /** As many rounds for each visitor, each as soon as the token of the one before has expired. */
  public void play(List<Visitor> visitors, int rounds) {
    for (int round = 1; round <= rounds; round++) {
      for (Visitor visitor : visitors) {
        play(visitor);
      }
    }
  }

  private void play(Visitor visitor) {
    int generation = cluster.open(visitor).generation() + 1;
    cluster.awaitExpiry(visitor);
    int before = tokenRequests.getAsInt();
    long begin = System.nanoTime();

    List<Answer> answers = cluster.atOnce(visitor, PARALLEL);

    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    Set<String> tokens = new HashSet<>();
    Set<Integer> generations = new HashSet<>();
    for (Answer answer : answers) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      tokens.add(answer.token());
      generations.add(cluster.generation(visitor, answer));
    }
    assertThat(answers).hasSize(PARALLEL);
    assertThat(tokenRequests.getAsInt() - before).as("token requests, in %s", took).isEqualTo(1);
    assertThat(tokens.size()).as("different tokens, in %s", took).isEqualTo(1);
    assertThat(generations).containsExactly(generation);
    slowest = took.compareTo(slowest) > 0 ? took : slowest;
    // a browser that has got any of these answers goes on with it
    visitor.take(answers.get(PARALLEL / 2));
  }
}
