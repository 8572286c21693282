package dev.tms.demo.cluster;

import dev.tms.demo.cluster.Fault.Episode;
import dev.tms.demo.cluster.Fault.Loss;
import dev.tms.demo.cluster.Person.Lost;
import dev.tms.testkit.RecordedRequest;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Why sessions were lost, by what the provider was asked: a strict one ends a session when a
 * refresh token comes a second time. So something has to have kept the answer to the first one from
 * the node that sent it, or the nodes from each other.
 */
final class Explanations {
  /** A request arrives, and is recorded, a little before or after what is done to it. */
  private static final Duration MOMENT = Duration.ofMillis(500);

  /** From sending a token to having published what came back. */
  private static final Duration REFRESH = Cluster.TIMEOUT.plus(Cluster.STORE_TIMEOUT);

  /** Until nodes that have lost the store know again what the others did. */
  private static final Duration RECOVERY = Duration.ofSeconds(5);

  private final List<Episode> episodes;
  private final Map<String, List<RecordedRequest>> refreshes;

  Explanations(TestProvider provider, List<Episode> episodes) {
    this.episodes = episodes;
    this.refreshes =
        provider.requests(RequestKind.TOKEN_REFRESH).stream()
            .collect(
                Collectors.groupingBy(
                    request -> provider.subjectOf(token(request)).orElse("unknown")));
  }

  private static String token(RecordedRequest request) {
    return request.parameter("refresh_token").orElseThrow();
  }

  /** The fault that has cost this session; empty where none permits it. */
  Optional<Fault> of(Lost lost) {
    List<RecordedRequest> all = refreshes.getOrDefault(lost.subject(), List.of());
    Optional<RecordedRequest> refused = all.stream().filter(r -> r.status() == 400).findFirst();
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    List<RecordedRequest> sameToken =
        all.stream()
            .filter(request -> token(request).equals(token(refused.get())))
            .sorted(Comparator.comparing(RecordedRequest::at))
            .toList();
    List<RecordedRequest> earlier = sameToken.subList(0, sameToken.size() - 1);
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    // the next try may be redeemed first; then it is its refresh token that is refused
    boolean isOvertaken = !refused.get().equals(sameToken.get(sameToken.size() - 1));
    // else the ledger tells that a token was sent and what came back was never written
    Optional<Fault> unanswered =
        lost.code().equals("session_lost") || isOvertaken
            ? first(Loss.ANSWER, earlier, (fault, sent) -> fault.isNear(sent, MOMENT, MOMENT))
                .or(
                    () ->
                        first(
                            Loss.NODE,
                            earlier,
                            (fault, sent) -> fault.beginsWithin(sent.minus(MOMENT), REFRESH)))
            : Optional.empty();
    // a node that alone serves a session needs no store
    return unanswered.or(
        () ->
            lost.isAlone()
                ? Optional.empty()
                : first(
                    Loss.STORE, sameToken, (fault, sent) -> fault.isNear(sent, REFRESH, RECOVERY)));
  }

  private Optional<Fault> first(
      Loss loss, List<RecordedRequest> requests, BiPredicate<Episode, Instant> fits) {
    return episodes.stream()
        .filter(episode -> episode.fault().permits().equals(Optional.of(loss)))
        .filter(episode -> requests.stream().anyMatch(sent -> fits.test(episode, sent.at())))
        .map(Episode::fault)
        .findFirst();
  }

  /** What is known of a session, without its tokens. */
  String history(Lost lost) {
    return lost
        + "\n  refreshes: "
        + refreshes.getOrDefault(lost.subject(), List.of()).stream()
            .map(r -> r.at() + " " + Integer.toHexString(token(r).hashCode()) + " " + r.status())
            .collect(Collectors.joining("\n             "))
        + "\n  faults: "
        + episodes.stream()
            .filter(episode -> episode.isNear(lost.at(), Duration.ZERO, Duration.ofSeconds(30)))
            .map(e -> e.from() + " to " + e.to() + " " + e.fault().name())
            .collect(Collectors.joining("\n          "));
  }
}
