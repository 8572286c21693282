package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The model of {@link RefreshModelTest} with 1,000 nodes and a strict provider: token calls and
 * lost sessions with the ledger, and with each node on its own. {@code docs/growth.md} has the
 * table.
 */
final class RefreshFleetTest {
  private static final Path DOCUMENT = Path.of("../docs/growth.md");
  private static final String BEGIN = "<!-- RefreshFleetTest -->\n";
  private static final String END = "<!-- end -->\n";
  private static final int NODES = 1_000;
  private static final int SESSIONS = 100;
  private static final int EXPIRIES = 4;
  private static final long SEED = 10;
  private static final Map<String, Fleet.Outcome> PLAYED = new HashMap<>();

  private final Quietened silence = new Quietened();

  @AfterEach
  void close() {
    silence.close();
  }

  /** What the sessions ask for at each expiry but the last, which shows who still has a session. */
  enum Load {
    ONE_REQUEST("one request, at any node", SESSIONS, (session, random) -> any(random, 1)),
    ANSWER_LOST(
        "one request, at any node; one answer in 20 is lost",
        SESSIONS,
        (session, random) -> new Fleet.Expiry(any(random, 1).nodes(), random.nextInt(20) == 0)),
    FOUR_TABS("four at once, each at any node", SESSIONS, (session, random) -> any(random, 4)),
    STICKY(
        "four at once, all at the session's own node",
        SESSIONS,
        (session, random) -> new Fleet.Expiry(Collections.nCopies(4, session), false)),
    ALL_NODES(
        "1,000 at once, one at each node",
        1,
        (session, random) -> new Fleet.Expiry(IntStream.range(0, NODES).boxed().toList(), false));

    private final String title;
    private final int sessions;
    private final BiFunction<Integer, Random, Fleet.Expiry> expiry;

    Load(String title, int sessions, BiFunction<Integer, Random, Fleet.Expiry> expiry) {
      this.title = title;
      this.sessions = sessions;
      this.expiry = expiry;
    }

    private static Fleet.Expiry any(Random random, int requests) {
      return new Fleet.Expiry(random.ints(requests, 0, NODES).boxed().toList(), false);
    }

    /** What each session asks for. */
    List<List<Fleet.Expiry>> plan() {
      Random random = new Random(SEED + ordinal());
      List<List<Fleet.Expiry>> plan = new ArrayList<>();
      for (int session = 0; session < sessions; session++) {
        List<Fleet.Expiry> expiries = new ArrayList<>();
        while (expiries.size() < EXPIRIES - 1) {
          expiries.add(expiry.apply(session, random));
        }
        int last = this == STICKY ? session : random.nextInt(NODES);
        expiries.add(new Fleet.Expiry(List.of(last), false));
        plan.add(expiries);
      }
      return plan;
    }

    /** What came of it; played once. */
    Fleet.Outcome play(boolean ledger) {
      return PLAYED.computeIfAbsent(
          name() + ledger,
          key -> {
            try (Actors actors = new Actors()) {
              return Fleet.play(actors, plan(), NODES, ledger, SEED);
            }
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName("With the ledger 1,000 nodes make one token call for each expiry, and lose nothing")
  void expire_withLedger_makesOneCallEach(Load load) {
    Fleet.Outcome outcome = load.play(true);

    assertThat(outcome.violation()).isNull();
    assertThat(outcome.calls()).isEqualTo(Collections.nCopies(EXPIRIES, load.sessions));
    assertThat(outcome.lost()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  @DisplayName(
      "Without it each node that is asked makes its own, and a second one costs the session")
  void expire_eachNodeAlone_makesOneCallOnEachNode(Load load) {
    List<List<Fleet.Expiry>> plan = load.plan();

    Fleet.Outcome outcome = load.play(false);

    assertThat(outcome.violation()).isNull();
    assertThat(outcome.calls().get(0))
        .isEqualTo(plan.stream().mapToInt(session -> session.get(0).distinctNodes()).sum());
    assertThat(outcome.lost())
        .isEqualTo((int) plan.stream().filter(RefreshFleetTest::sendsOneTokenTwice).count());
  }

  /** Whether two nodes that know nothing of each other are asked with one cookie. */
  private static boolean sendsOneTokenTwice(List<Fleet.Expiry> session) {
    for (int i = 0; i < session.size(); i++) {
      Fleet.Expiry expiry = session.get(i);
      Stream<Integer> nodes = expiry.nodes().stream();
      if (i > 0 && session.get(i - 1).isLost()) {
        nodes = Stream.concat(nodes, session.get(i - 1).nodes().stream());
      }
      if (nodes.distinct().count() > 1) {
        return true;
      }
    }
    return false;
  }

  @Test
  void document_isUpToDate() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END, begin);
    String updated = document.substring(0, begin) + table() + document.substring(end);
    if (Boolean.getBoolean("tms.docs.write")) {
      Files.writeString(DOCUMENT, updated);
      document = updated;
    }

    assertThat(document).as("run this test with -Dtms.docs.write=true").isEqualTo(updated);
  }

  private static String table() {
    StringBuilder text =
        new StringBuilder(
            """

            | requests of a session at each expiry | sessions | token calls for each expiry, with the ledger | sessions lost | without: token calls at the first expiry | sessions lost after %d |
            |---|---|---|---|---|---|
            """
                .formatted(EXPIRIES));
    for (Load load : Load.values()) {
      Fleet.Outcome with = load.play(true);
      Fleet.Outcome without = load.play(false);
      text.append(
          "| %s | %,d | %,d | %,d | %,d | %,d |\n"
              .formatted(
                  load.title,
                  load.sessions,
                  Collections.max(with.calls()),
                  with.lost(),
                  without.calls().get(0),
                  without.lost()));
    }
    return text.append('\n').toString();
  }
}
