package dev.tms.demo.cluster;

import dev.tms.demo.Await;
import dev.tms.testkit.TestProvider;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.secrets.IssuedSecrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A browser that asks for tokens as browsers do, and worse. Each session is of a user of its own,
 * so that a token tells which session it belongs to. Used by one thread at a time.
 */
final class Person {
  /** A session that has ended although its user did not sign out. */
  record Lost(String subject, String code, Instant at, boolean isAlone) {}

  /** What has happened, for all to see when the run is over. */
  static final class Notes {
    final List<Lost> lost = new ArrayList<>();
    final List<Visitor> signedOut = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    final List<Instant> silences = new ArrayList<>();
    final Map<String, Integer> counts = new TreeMap<>();

    private void count(String what) {
      counts.merge(what, 1, Integer::sum);
    }
  }

  private static final int MOST_COPIES = 200;
  private static final int MOST_PAUSE_MILLIS = 600;

  private final Cluster cluster;
  private final TestProvider provider;
  private final String name;
  private final List<NodeProcess> nodes;
  private final Duration life;
  private final Random random;
  private final Notes notes = new Notes();
  private final List<Visitor> copies = new ArrayList<>();
  private int sessions;
  private String subject = "";
  private @Nullable Visitor visitor;

  /**
   * A person.
   *
   * @param nodes those that are asked; where it is one, no other node serves the sessions
   * @param life of access tokens
   */
  Person(
      Cluster cluster,
      TestProvider provider,
      String name,
      List<NodeProcess> nodes,
      Duration life,
      Random random) {
    this.cluster = cluster;
    this.provider = provider;
    this.name = name;
    this.nodes = nodes;
    this.life = life;
    this.random = random;
  }

  Notes notes() {
    return notes;
  }

  /** The session's cookies; null where no one is signed in. */
  @Nullable Visitor visitor() {
    return visitor;
  }

  /** Does this and that until it is over. */
  void live(BooleanSupplier isOver) {
    while (!isOver.getAsBoolean()) {
      if (visitor == null) {
        signIn();
      } else {
        act(visitor);
      }
      Await.pass(Duration.ofMillis(random.nextInt(MOST_PAUSE_MILLIS)));
    }
  }

  private void act(Visitor own) {
    int draw = random.nextInt(100);
    if (draw < 50) {
      retrieve();
    } else if (draw < 70) {
      inTabs(own, 2 + random.nextInt(4));
    } else if (draw < 80) {
      hangUp(own);
    } else if (draw < 99) {
      withOldCookies();
    } else {
      signOut();
    }
  }

  /** Signs a new user in, if that can be done now. */
  void signIn() {
    String user = name + "-" + ++sessions;
    provider.register(TestUser.of(user, user));
    copies.clear();
    try {
      Visitor next = cluster.signIn(user, life);
      subject = cluster.open(next).user().subject();
      visitor = next;
      notes.count("sessions");
      if (!subject.equals(TestUser.of(user, user).subject())) {
        notes.wrong.add(user + " is signed in as " + subject);
      }
    } catch (RuntimeException | AssertionError e) {
      notes.count("sign-ins refused");
    }
  }

  /** Asks once, and goes on with the answer's cookies. */
  void retrieve() {
    Visitor own = visitor;
    if (own != null) {
      Visitor sent = own.copy();
      copies.add(sent);
      if (copies.size() > MOST_COPIES) {
        copies.remove(0);
      }
      take(own, sent, sent.ask(any()).join());
    }
  }

  /** Several at the same time with the same cookies, and the answers in any order. */
  void inTabs(Visitor own, int tabs) {
    Visitor sent = own.copy();
    List<CompletableFuture<Answer>> asked = new ArrayList<>();
    for (int i = 0; i < tabs; i++) {
      asked.add(sent.ask(any()));
    }
    List<Answer> answers = new ArrayList<>(Cluster.join(asked));
    Collections.shuffle(answers, random);
    answers.forEach(answer -> take(own, sent, answer));
  }

  private void hangUp(Visitor own) {
    try {
      own.askAndHangUp(any());
    } catch (RuntimeException e) {
      notes.silences.add(Instant.now());
    }
  }

  private void withOldCookies() {
    if (copies.isEmpty()) {
      return;
    }
    Visitor old = copies.get(random.nextInt(copies.size()));
    Answer answer = old.ask(any()).join();
    check(old, answer);
    if (answer.status() == 401) {
      notes.count("old cookies refused: " + answer.code());
    }
  }

  /** Signs out at any node; a second one notices where the first did not answer. */
  void signOut() {
    Visitor own = visitor;
    if (own == null) {
      return;
    }
    int status = own.logOut(any()).status();
    notes.count("sign-outs, " + status);
    if (status == 200) {
      notes.signedOut.add(own);
      visitor = null;
    }
  }

  private NodeProcess any() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void take(Visitor own, Visitor sent, Answer answer) {
    check(sent, answer);
    own.take(answer);
    answer.cookies().forEach(cookie -> IssuedSecrets.add(cookie.split("[=;]")[1]));
    if (answer.status() == 401 && visitor == own) {
      notes.lost.add(new Lost(subject, answer.code(), Instant.now(), nodes.size() == 1));
      visitor = null;
    }
  }

  /** What holds for every answer. */
  private void check(Visitor sent, Answer answer) {
    notes.count("answers, " + answer);
    if (answer.status() == 200) {
      Visitor next = sent.copy();
      next.take(answer);
      if (!subject(answer.token()).equals(subject)
          || !cluster.open(next).user().subject().equals(subject)) {
        notes.wrong.add("a session or token of another than " + subject);
      }
    } else if (answer.status() == 0) {
      notes.silences.add(Instant.now());
    } else if (answer.status() != 401 && answer.status() != 503) {
      notes.wrong.add(answer + " for " + subject);
    }
  }

  private static String subject(String jwt) {
    String claims =
        new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
    return claims.replaceAll(".*\"sub\":\"([^\"]*)\".*", "$1");
  }
}
